package io.sipcast.rtmp.codec.h264;

/**
 * What a sequence parameter set says of the headers of slices, ITU-T H.264 §7.3.2.1.1.
 *
 * @param separatePlanes separate_colour_plane_flag: each slice names its plane
 * @param frameNumBits of frame_num
 * @param framesOnly frame_mbs_only_flag: no slice is of a field
 */
public record SliceSyntax(
        boolean separatePlanes, int frameNumBits, boolean framesOnly, PictureOrder order) {}
