/**
 * The HTTP server: who may talk to it, the REST methods, the pages, and live streams as FLV over
 * HTTP and WebSocket.
 *
 * <table>
 * <caption>Specifications</caption>
 * <tr><td>RFC 9110, 9112 HTTP/1.1</td><td>yes, by Vert.x</td></tr>
 * <tr><td>RFC 9113 HTTP/2</td><td>over TLS by ALPN, so that a browser has one connection for all
 *     streams of events; without TLS browsers do not speak it</td></tr>
 * <tr><td>RFC 8446, 5246 TLS 1.3, 1.2</td><td>yes, by the JDK; one certificate, no client
 *     certificates</td></tr>
 * <tr><td>RFC 6797 HSTS</td><td>on port 443 with a certificate that others vouch for</td></tr>
 * <tr><td>RFC 6265 cookies</td><td>one, of a login: HttpOnly, SameSite=Strict, over HTTPS Secure
 *     and {@code __Host-}</td></tr>
 * <tr><td>RFC 6585 status 429</td><td>after wrong keys</td></tr>
 * <tr><td>Fetch: CORS with pre-flight</td><td>yes, without credentials mode</td></tr>
 * <tr><td>RFC 6455 WebSocket</td><td>yes, for FLV, binary messages; over HTTP/1.1, for which
 *     browsers make a connection of its own (RFC 8441: no)</td></tr>
 * <tr><td>RFC 6750 bearer token, RFC 7617 Basic</td><td>yes, one key for both</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.web;

import org.jspecify.annotations.NullMarked;
