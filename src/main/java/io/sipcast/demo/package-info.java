/**
 * The demonstration: a SIP callee on loopback that shows a test card and beeps, and a probe that
 * plays what became of it and measures. It stands beside the gateway, on the same public classes,
 * but shares neither its user agent nor its offers and media path: it is a witness.
 *
 * <table>
 * <caption>What the callee does</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>any number of calls, UDP and TCP</td><td>yes</td></tr>
 * <tr><td>INVITE with an offer, re-INVITE, CANCEL, BYE both ways, OPTIONS, INFO</td><td>yes</td></tr>
 * <tr><td>2xx repeated until its ACK, RFC 3261 §13.3.1.4</td><td>yes</td></tr>
 * <tr><td>INVITE without an offer</td><td>no: 488</td></tr>
 * <tr><td>PCMU, PCMA; H.264 in packetization-mode 1 and 0</td><td>yes</td></tr>
 * <tr><td>sender reports, RTCP BYE; PLI, FIR and picture_fast_update counted</td><td>yes</td></tr>
 * <tr><td>RTCP on the port of RTP, retransmission</td><td>no</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.demo;

import org.jspecify.annotations.NullMarked;
