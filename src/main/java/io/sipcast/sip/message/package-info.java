/**
 * SIP messages as values: parsed from bytes, changed by making another, printed to bytes. Pure.
 *
 * <p>Specifications: RFC 3261 (messages, URIs, header fields), RFC 3581 (rport), RFC 3966 (tel),
 * RFC 4475 (torture tests), RFC 5118 (IPv6), RFC 5626 §4.4.1 (keep-alive).
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>requests and responses, folding, compact forms, RFC 3261 §7</td><td>yes</td></tr>
 * <tr><td>unknown header fields kept in place and order</td><td>yes</td></tr>
 * <tr><td>sip, sips and tel URIs, comparison, RFC 3261 §19.1</td><td>yes</td></tr>
 * <tr><td>Via, From, To, Contact, Route, Record-Route, CSeq as values</td><td>yes</td></tr>
 * <tr><td>stream framing by Content-Length, CRLF keep-alive</td><td>yes</td></tr>
 * <tr><td>lines that end in a bare LF</td><td>read, never printed</td></tr>
 * <tr><td>multipart bodies</td><td>no: a body is bytes</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.sip.message;

import org.jspecify.annotations.NullMarked;
