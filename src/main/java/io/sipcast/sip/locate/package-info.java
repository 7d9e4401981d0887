/**
 * Finding the servers behind a URI (RFC 3263): DNS records in, targets in their order out. Pure: a
 * {@link io.sipcast.sip.locate.Directory} does the asking.
 *
 * <p>Specifications: RFC 3263 §4, RFC 2782, RFC 3403.
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>transport by URI, NAPTR, or SRV records tried in turn, §4.1</td><td>yes</td></tr>
 * <tr><td>port and address by URI, SRV, A and AAAA, §4.2</td><td>yes</td></tr>
 * <tr><td>priorities and weights, RFC 2782</td><td>yes</td></tr>
 * <tr><td>NAPTR flags other than S, SCTP, WebSocket</td><td>no: no SIP server needs them here</td></tr>
 * <tr><td>the way of a response, §5: it goes back to where the request came from</td><td>no</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.sip.locate;

import org.jspecify.annotations.NullMarked;
