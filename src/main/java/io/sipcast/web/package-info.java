/**
 * The HTTP server: who may talk to it, the REST methods, the pages, and live streams as FLV over
 * HTTP and WebSocket.
 *
 * <table>
 * <caption>Specifications</caption>
 * <tr><td>RFC 9110, 9112 HTTP/1.1</td><td>yes, by Vert.x</td></tr>
 * <tr><td>RFC 9113 HTTP/2</td><td>no: without TLS browsers do not speak it</td></tr>
 * <tr><td>Fetch: CORS with pre-flight</td><td>yes, without credentials mode</td></tr>
 * <tr><td>RFC 6455 WebSocket</td><td>yes, for FLV, binary messages</td></tr>
 * <tr><td>RFC 6750 bearer token, RFC 7617 Basic</td><td>yes, one key for both</td></tr>
 * <tr><td>TLS</td><td>no: a proxy in front</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.web;

import org.jspecify.annotations.NullMarked;
