/**
 * Fragmented MP4 on its way to a file. Pure: units in, bytes out.
 *
 * <p>Specifications: ISO/IEC 14496-12 (boxes, fragments), 14496-14 and 14496-1 (AAC: {@code mp4a},
 * {@code esds}), 14496-15 (H.264: {@code avc1}, {@code avcC}).
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><td>ftyp, moov with mvex, moof and mdat for each fragment</td><td>yes</td></tr>
 * <tr><td>64-bit decode times (tfdt version 1)</td><td>yes</td></tr>
 * <tr><td>composition times of B pictures (trun)</td><td>yes</td></tr>
 * <tr><td>mfra and mehd at the clean end</td><td>yes</td></tr>
 * <tr><td>edit lists</td><td>no: tracks begin where their first decode time says, and the priming
 *     of AAC is off the stream's time already</td></tr>
 * <tr><td>codecs besides H.264 and AAC, reading</td><td>no</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.mp4;

import org.jspecify.annotations.NullMarked;
