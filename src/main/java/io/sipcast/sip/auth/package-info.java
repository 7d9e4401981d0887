/**
 * Digest authentication, the client's side and the server's. Pure.
 *
 * <p>Specifications: RFC 3261 §22, RFC 7616, RFC 8760, RFC 2617 for servers without qop.
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>MD5, SHA-256, SHA-512-256 and their -sess forms</td><td>yes</td></tr>
 * <tr><td>qop auth, auth-int, none</td><td>yes</td></tr>
 * <tr><td>stale nonces, rising nc, credentials sent ahead</td><td>yes</td></tr>
 * <tr><td>challenges of a server and of proxies in one request</td><td>yes</td></tr>
 * <tr><td>asking for credentials: MD5, SHA-256, qop auth and none; nonces with a life and a
 * count</td><td>yes</td></tr>
 * <tr><td>Authentication-Info, rspauth, nextnonce</td><td>no: ignored</td></tr>
 * <tr><td>userhash, RFC 7616 §3.4.4</td><td>no: the name is sent in the clear</td></tr>
 * <tr><td>Basic</td><td>no, RFC 3261 §22 forbids it</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.sip.auth;

import org.jspecify.annotations.NullMarked;
