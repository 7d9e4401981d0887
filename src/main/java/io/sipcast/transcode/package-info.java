/**
 * Everything native: FFmpeg's encoders and decoders through JavaCPP, libopus by foreign functions.
 * Each object is used by one thread at a time and must be closed; nothing here is freed by the
 * garbage collector.
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>AAC-LC mono encoder (FFmpeg's own)</td><td>yes</td></tr>
 * <tr><td>AAC decoder</td><td>yes, mixed to mono</td></tr>
 * <tr><td>decoders of G.722, G.726, G.729, GSM, iLBC, Speex, AMR, AMR-WB</td><td>yes</td></tr>
 * <tr><td>Opus decoder (libopus)</td><td>yes, mixed to mono, with concealment and in-band FEC;
 *     deep concealment and DRED: no</td></tr>
 * <tr><td>Opus encoder (libopus)</td><td>yes, mono and stereo</td></tr>
 * <tr><td>H.264 encoder (OpenH264)</td><td>yes, constrained baseline</td></tr>
 * <tr><td>H.264 decoder</td><td>yes, 4:2:0</td></tr>
 * <tr><td>H.264, VP8 and H.265 to H.264, to one size with bars where that is wanted</td><td>yes</td></tr>
 * <tr><td>slate, drawn or of a PNG or JPEG</td><td>yes</td></tr>
 * <tr><td>sound files of any kind, for callees</td><td>yes</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.transcode;

import org.jspecify.annotations.NullMarked;
