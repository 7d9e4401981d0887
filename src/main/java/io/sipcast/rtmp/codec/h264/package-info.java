/**
 * H.264 as RTMP carries it. Pure.
 *
 * <p>Specifications: ITU-T H.264 (§7.3 syntax, Annex B byte stream), ISO/IEC 14496-15 §5.3 (AVCC
 * and its configuration record).
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>sequence parameter set: size, cropping, reordering; all profiles</td><td>yes</td></tr>
 * <tr><td>VUI</td><td>bitstream restriction only; a broken one is passed over</td></tr>
 * <tr><td>picture parameter set</td><td>its id and its sequence parameter set's; for IDR pictures
 *     what their slice headers need</td></tr>
 * <tr><td>slice header</td><td>first macroblock, type, parameter set id; of IDR pictures whole, and
 *     written with another idr_pic_id; fields and slice groups are left alone</td></tr>
 * <tr><td>AVCDecoderConfigurationRecord</td><td>yes, both ways</td></tr>
 * <tr><td>Annex B and AVCC</td><td>yes, both ways</td></tr>
 * <tr><td>SVC, MVC (NAL types 14, 15, 20)</td><td>no</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.rtmp.codec.h264;

import org.jspecify.annotations.NullMarked;
