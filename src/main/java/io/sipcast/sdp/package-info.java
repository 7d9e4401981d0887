/**
 * Session descriptions, and what two of them agree on. Pure.
 *
 * <p>Specifications: RFC 8866 (SDP), RFC 3264 (offer/answer), RFC 3551 (static payload types), RFC
 * 3605 (a=rtcp), RFC 4585 and RFC 5104 (a=rtcp-fb), RFC 4733 (telephone-event), RFC 5761
 * (rtcp-mux), RFC 6184 (H.264), RFC 8839 (ICE).
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>v, o, s, c, b, t, m, a lines</td><td>yes</td></tr>
 * <tr><td>i, u, e, p, r, z, k and unknown lines</td><td>read over, not kept</td></tr>
 * <tr><td>PCMU, PCMA, telephone-event on 8, 16, 32 and 48 kHz, H.264 modes 0 and 1</td><td>yes</td></tr>
 * <tr><td>RTP/AVP and RTP/AVPF, rtcp-fb on either</td><td>yes</td></tr>
 * <tr><td>offer, answer, hold, re-offer, declined media, RFC 3264</td><td>yes</td></tr>
 * <tr><td>rtcp-mux</td><td>yes, where both sides ask for it</td></tr>
 * <tr><td>ICE: credentials, candidates, lite, options, mismatch, RFC 8839</td><td>yes</td></tr>
 * <tr><td>ICE: a=ice-pacing, a=remote-candidates</td><td>read over</td></tr>
 * <tr><td>SRTP, DTLS, bundle</td><td>no: such media are declined</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.sdp;

import org.jspecify.annotations.NullMarked;
