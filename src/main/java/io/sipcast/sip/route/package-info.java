/**
 * Where a request goes next and which way a response goes back. Pure: names are resolved elsewhere.
 *
 * <p>Specifications: RFC 3261 §8.1.2, §18.1, §18.2, RFC 3263 §4, RFC 3581, RFC 5630, RFC 5922 §4.
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>next hop by outbound proxy, Route, Request-URI, maddr, transport</td><td>yes</td></tr>
 * <tr><td>sips and TLS, with the name that a certificate must be for</td><td>yes</td></tr>
 * <tr><td>received and rport on requests, responses back by them</td><td>yes</td></tr>
 * <tr><td>responses to the maddr of a Via, §18.2.2: a reflector's tool, no unicast peer needs it</td><td>no</td></tr>
 * <tr><td>NAPTR and SRV, RFC 3263</td><td>yes, in {@code locate}</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.sip.route;

import org.jspecify.annotations.NullMarked;
