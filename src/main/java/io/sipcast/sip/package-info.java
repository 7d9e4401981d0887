/**
 * The SIP user agent of the gateway: calls out, takes calls, registers, answers what comes. Pure:
 * {@link io.sipcast.sip.UserAgent} is told of messages and time and says what to send.
 *
 * <p>Specifications: RFC 3261, RFC 3311 (UPDATE), RFC 6086 (INFO), RFC 6026, RFC 3326 (Reason).
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>INVITE out, early answers, forks, CANCEL, BYE both ways</td><td>yes</td></tr>
 * <tr><td>re-INVITE and UPDATE of the peer, with and without an offer</td><td>yes</td></tr>
 * <tr><td>re-INVITE of our own</td><td>no</td></tr>
 * <tr><td>REGISTER, refresh, un-REGISTER, shared by calls</td><td>yes</td></tr>
 * <tr><td>OPTIONS answered</td><td>yes</td></tr>
 * <tr><td>INFO both ways</td><td>yes</td></tr>
 * <tr><td>calls in by the rules of a reception: with and without an offer, CANCEL, BYE both ways,
 * merged requests (§8.2.2.2), digest asked for; silence for strangers</td><td>yes</td></tr>
 * <tr><td>calls in that ring for long, 18x with SDP</td><td>no: they are answered at once</td></tr>
 * <tr><td>PRACK (RFC 3262), session timers (RFC 4028), REFER, SUBSCRIBE</td><td>no</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.sip;

import org.jspecify.annotations.NullMarked;
