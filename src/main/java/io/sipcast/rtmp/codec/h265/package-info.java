/**
 * H.265 as enhanced RTMP carries it. Pure. Byte stream, length prefixes and emulation prevention
 * are those of H.264, in its package.
 *
 * <p>Specifications: ITU-T H.265 (§7.3 syntax), ISO/IEC 14496-15 §8.3.3.1 (configuration record).
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>sequence parameter set: profile, size, cropping, reordering</td><td>yes</td></tr>
 * <tr><td>VUI, range and other extensions</td><td>not read</td></tr>
 * <tr><td>video and picture parameter set</td><td>what ties them together</td></tr>
 * <tr><td>slice segment header</td><td>whether first, parameter set id</td></tr>
 * <tr><td>HEVCDecoderConfigurationRecord</td><td>yes, both ways</td></tr>
 * <tr><td>multilayer extensions</td><td>no</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.rtmp.codec.h265;

import org.jspecify.annotations.NullMarked;
