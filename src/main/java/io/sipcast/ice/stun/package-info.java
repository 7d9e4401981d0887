/**
 * STUN messages as ICE uses them. Pure.
 *
 * <p>Specifications: RFC 8489 (STUN), RFC 8445 §16 (its attributes for ICE), RFC 7983 (told apart
 * from RTP).
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>Binding: requests, indications, answers, RFC 8489 §5</td><td>yes</td></tr>
 * <tr><td>MESSAGE-INTEGRITY, FINGERPRINT</td><td>yes</td></tr>
 * <tr><td>MESSAGE-INTEGRITY-SHA256</td><td>checked, and used in what answers it</td></tr>
 * <tr><td>USERNAME, ERROR-CODE, UNKNOWN-ATTRIBUTES, XOR-MAPPED-ADDRESS, SOFTWARE</td><td>yes</td></tr>
 * <tr><td>PRIORITY, USE-CANDIDATE, ICE-CONTROLLED, ICE-CONTROLLING</td><td>yes</td></tr>
 * <tr><td>long-term credentials, TURN, STUN over TCP, messages of RFC 3489</td><td>no</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.ice.stun;

import org.jspecify.annotations.NullMarked;
