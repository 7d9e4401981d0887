/**
 * Session descriptions, and what two of them agree on. Pure.
 *
 * <p>Specifications: RFC 8866 (SDP), RFC 3264 (offer/answer), RFC 3551 (static payload types), RFC
 * 3605 (a=rtcp), RFC 4585 and RFC 5104 (a=rtcp-fb), RFC 4733 (telephone-event), RFC 5761
 * (rtcp-mux), RFC 6184 (H.264), RFC 7741 (VP8), RFC 7798 (H.265), RFC 7587 (Opus), RFC 4568
 * (a=crypto), RFC 8122 (a=fingerprint), RFC 4145 (a=setup), RFC 5763 (DTLS-SRTP), RFC 8643
 * (encryption that plain phones do not see), RFC 8839 (ICE).
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>v, o, s, c, b, t, m, a lines</td><td>yes</td></tr>
 * <tr><td>i, u, e, p, r, z, k and unknown lines</td><td>read over, not kept</td></tr>
 * <tr><td>PCMU, PCMA, telephone-event on 8, 16, 32 and 48 kHz, H.264 modes 0 and 1</td><td>yes</td></tr>
 * <tr><td>VP8; H.265 in one stream (SRST), not interleaved</td><td>yes</td></tr>
 * <tr><td>Opus, its parameters of either side</td><td>yes</td></tr>
 * <tr><td>RTP/AVP, RTP/SAVP, UDP/TLS/RTP/SAVP and the F of each, rtcp-fb on all</td><td>yes</td></tr>
 * <tr><td>offer, answer, hold, re-offer, declined media, RFC 3264</td><td>yes</td></tr>
 * <tr><td>pictures both ways</td><td>where it is configured; one way otherwise</td></tr>
 * <tr><td>rtcp-mux</td><td>yes, where both sides ask for it</td></tr>
 * <tr><td>SRTP by a=crypto with one key (RFC 4568), by DTLS (RFC 5763), opportunistic (RFC 8643)</td><td>yes</td></tr>
 * <tr><td>ICE: credentials, candidates, lite, options, mismatch, RFC 8839</td><td>yes</td></tr>
 * <tr><td>ICE: a=ice-pacing, a=remote-candidates</td><td>read over</td></tr>
 * <tr><td>bundle</td><td>no</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.sdp;

import org.jspecify.annotations.NullMarked;
