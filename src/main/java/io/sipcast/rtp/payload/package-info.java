/**
 * Payload formats of RTP. Pure.
 *
 * <p>Specifications: ITU-T G.711, RFC 3551 §4.5.14 (PCMU, PCMA), RFC 6184 (H.264), RFC 7741 (VP8),
 * RFC 7798 (H.265), RFC 4733 (telephone-event).
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>PCMU and PCMA, both directions</td><td>yes</td></tr>
 * <tr><td>H.264 single NAL unit, STAP-A, FU-A (packetization-mode 0 and 1), both directions</td>
 *     <td>yes</td></tr>
 * <tr><td>H.264 STAP-B, MTAP16, MTAP24, FU-B (interleaved mode)</td><td>no, counted</td></tr>
 * <tr><td>VP8: all descriptors, temporal layers</td><td>yes, reading</td></tr>
 * <tr><td>H.265 single NAL unit, AP, FU, without DONL</td><td>yes, reading</td></tr>
 * <tr><td>H.265 PACI</td><td>no, counted</td></tr>
 * <tr><td>telephone-event, both directions</td><td>yes</td></tr>
 * <tr><td>tones by frequency, RFC 4733 §4</td><td>no</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.rtp.payload;

import org.jspecify.annotations.NullMarked;
