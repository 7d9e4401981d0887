/**
 * The SIP user agent of the gateway: calls out, takes calls, registers, answers what comes. Pure:
 * {@link io.sipcast.sip.UserAgent} is told of messages and time and says what to send.
 *
 * <p>Specifications: RFC 3261, RFC 3262 (PRACK), RFC 3311 (UPDATE), RFC 4028 (session timers), RFC
 * 6086 (INFO), RFC 6026, RFC 6228 (199), RFC 6337 (offer and answer), RFC 3326 (Reason).
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>INVITE out, early answers, forks, CANCEL, BYE both ways</td><td>yes</td></tr>
 * <tr><td>reliable provisional answers and UPDATE in early dialogs, as caller</td><td>yes</td></tr>
 * <tr><td>re-INVITE and UPDATE of the peer, with and without an offer</td><td>yes</td></tr>
 * <tr><td>re-INVITE of our own, 491 and the wait after it, §14</td><td>yes</td></tr>
 * <tr><td>session timers as either refresher, 422, by UPDATE or re-INVITE</td><td>yes</td></tr>
 * <tr><td>REGISTER, refresh, un-REGISTER, shared by calls</td><td>yes</td></tr>
 * <tr><td>public address learnt from Via (RFC 3581), old contact removed</td><td>yes</td></tr>
 * <tr><td>keep-alive over UDP, retry times (RFC 5626 §4.4, §4.5)</td><td>yes</td></tr>
 * <tr><td>outbound: reg-id and instance, flows (RFC 5626)</td><td>no</td></tr>
 * <tr><td>OPTIONS answered</td><td>yes</td></tr>
 * <tr><td>INFO both ways</td><td>yes</td></tr>
 * <tr><td>calls in by the rules of a reception: with and without an offer, CANCEL, BYE both ways,
 * merged requests (§8.2.2.2), digest asked for; silence for strangers</td><td>yes</td></tr>
 * <tr><td>calls in that ring for long, 18x with SDP</td><td>no: they are answered at once</td></tr>
 * <tr><td>REFER, Replaces (RFC 3891), SUBSCRIBE, INFO packages</td><td>declined: 603 or 405, 481, 489,
 * 469</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.sip;

import org.jspecify.annotations.NullMarked;
