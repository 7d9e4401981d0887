/**
 * Payload formats of RTP. Pure.
 *
 * <p>Specifications: ITU-T G.711, RFC 3551 §4.5.14 (PCMU, PCMA), RFC 6184 (H.264), RFC 4733
 * (telephone-event), RFC 6716 and RFC 7587 (Opus).
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>PCMU and PCMA, both directions</td><td>yes</td></tr>
 * <tr><td>Opus: length of packets, pauses, whether they have FEC; the codec is elsewhere</td>
 *     <td>yes</td></tr>
 * <tr><td>H.264 single NAL unit, STAP-A, FU-A (packetization-mode 0 and 1), both directions</td>
 *     <td>yes</td></tr>
 * <tr><td>H.264 STAP-B, MTAP16, MTAP24, FU-B (interleaved mode)</td><td>no, counted</td></tr>
 * <tr><td>telephone-event, both directions</td><td>yes</td></tr>
 * <tr><td>tones by frequency, RFC 4733 §4</td><td>no</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.rtp.payload;

import org.jspecify.annotations.NullMarked;
