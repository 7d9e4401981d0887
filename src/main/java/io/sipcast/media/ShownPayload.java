package io.sipcast.media;

/**
 * How the peer takes H.264 from us.
 *
 * @param profileLevelId the most it can decode: profile_idc, constraint flags, level_idc (RFC 6184
 *     §8.1)
 * @param packetizationMode 0 or 1
 */
public record ShownPayload(int payloadType, int profileLevelId, int packetizationMode) {}
