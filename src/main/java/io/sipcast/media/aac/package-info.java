/**
 * AAC-LC for the sound of calls, written for many of them at once: little state for each, one frame
 * coded like the next. Pure: one thread uses an encoder, nothing waits.
 *
 * <p>Specification: ISO/IEC 14496-3 §4 (the bit stream, MDCT, quantisation, Huffman coding, TNS).
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>one channel, 32, 44.1 and 48 kHz, sound of up to 8 kHz</td><td>yes</td></tr>
 * <tr><td>long windows (sine), TNS, all codebooks, bit reservoir</td><td>yes</td></tr>
 * <tr><td>short windows</td>
 *     <td>no: they need a look at the next frame, 21 ms; TNS does for speech</td></tr>
 * <tr><td>two channels, wider sound, noise substitution</td>
 *     <td>no: FFmpeg's encoder, {@code transcode}</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.media.aac;

import org.jspecify.annotations.NullMarked;
