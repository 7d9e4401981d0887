/**
 * Interactive Connectivity Establishment: which way media goes between two agents, and who may send
 * it. Pure: datagrams and ticks in, datagrams and selected pairs out.
 *
 * <p>Specifications: RFC 8445 (ICE), RFC 8839 (its attributes in SDP), RFC 7675 (consent), RFC 8863
 * (patience), RFC 6544 and RFC 8838 as far as what they add is read over.
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>lite agent, towards full ones</td><td>yes</td></tr>
 * <tr><td>full agent with the host candidate of its one address, and that beyond a 1:1 NAT</td>
 *     <td>yes</td></tr>
 * <tr><td>checks: pacing, retransmission, freezing by foundation, triggered checks</td><td>yes</td></tr>
 * <tr><td>peer-reflexive candidates of either side</td><td>yes</td></tr>
 * <tr><td>regular nomination; the peer's aggressive nomination (RFC 5245) is followed</td>
 *     <td>yes</td></tr>
 * <tr><td>role conflicts, restarts, early checks</td><td>yes</td></tr>
 * <tr><td>consent freshness, as a full agent; a lite one answers</td><td>yes</td></tr>
 * <tr><td>candidates that are names (mDNS), TCP candidates, candidates of another family</td>
 *     <td>skipped</td></tr>
 * <tr><td>a=remote-candidates</td>
 *     <td>read over: there is one candidate of ours that it can name</td></tr>
 * <tr><td>an offer of ours after nomination because the default pair was not chosen</td><td>no</td></tr>
 * <tr><td>candidates by trickle (RFC 8838), STUN servers, TURN</td><td>no</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.ice;

import org.jspecify.annotations.NullMarked;
