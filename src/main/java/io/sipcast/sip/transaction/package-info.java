/**
 * SIP transactions. Pure: the machines take inputs and return actions, the layer holds them by key.
 *
 * <p>Specifications: RFC 3261 §17, RFC 6026 (2xx to INVITE), RFC 4320 (non-INVITE).
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>INVITE client and server, timers A, B, D, G, H, I, L, M</td><td>yes</td></tr>
 * <tr><td>non-INVITE client and server, timers E, F, J, K</td><td>yes</td></tr>
 * <tr><td>timer C, §16.6: a proxy's</td><td>no</td></tr>
 * <tr><td>peers of RFC 2543, matched without a branch, §17.2.3</td><td>yes</td></tr>
 * <tr><td>no 408 answered to a non-INVITE, RFC 4320 §4.2</td><td>yes</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.sip.transaction;

import org.jspecify.annotations.NullMarked;
