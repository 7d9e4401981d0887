/**
 * Payload formats of RTP. Pure.
 *
 * <p>Specifications: ITU-T G.711, RFC 3551 §4.5 (PCMU, PCMA, L16, G.729, packing of G.726), RFC
 * 4867 (AMR), RFC 6716 and RFC 7587 (Opus), RFC 3389 (comfort noise), RFC 6184 (H.264), RFC 7741
 * (VP8), RFC 7798 (H.265), RFC 4733 (telephone-event).
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>PCMU and PCMA, both directions</td><td>yes</td></tr>
 * <tr><td>L16, mono and stereo mixed to mono</td><td>received; silence sent</td></tr>
 * <tr><td>AMR and AMR-WB, bandwidth-efficient and octet-aligned, several frames, SID, NO_DATA</td>
 *     <td>both directions; mode requests are read over: the least mode is sent</td></tr>
 * <tr><td>AMR with CRC, robust sorting, interleaving, several channels</td>
 *     <td>no, refused in SDP</td></tr>
 * <tr><td>G.729 with frames of annex B</td><td>received, its noise without spectrum</td></tr>
 * <tr><td>comfort noise with spectrum</td><td>received</td></tr>
 * <tr><td>stored silence of every codec</td><td>yes</td></tr>
 * <tr><td>Opus: length of packets, pauses, whether they have FEC; the codec is elsewhere</td>
 *     <td>yes</td></tr>
 * <tr><td>H.264 single NAL unit, STAP-A, FU-A (packetization-mode 0 and 1), both directions</td>
 *     <td>yes</td></tr>
 * <tr><td>H.264 STAP-B, MTAP16, MTAP24, FU-B (interleaved mode)</td><td>no, counted</td></tr>
 * <tr><td>VP8: all descriptors, temporal layers; N is read over, the frame's header tells</td>
 *     <td>yes, reading</td></tr>
 * <tr><td>H.265 single NAL unit, AP, FU, without DONL</td><td>yes, reading</td></tr>
 * <tr><td>H.265 PACI</td><td>no, counted</td></tr>
 * <tr><td>telephone-event, both directions</td><td>yes</td></tr>
 * <tr><td>tones by frequency, RFC 4733 §4</td><td>no</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.rtp.payload;

import org.jspecify.annotations.NullMarked;
