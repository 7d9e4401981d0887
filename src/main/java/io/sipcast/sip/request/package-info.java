/**
 * Requests of our own, from the first attempt to the last: the one place for what any of them may
 * need. Pure.
 *
 * <p>Specifications: RFC 3261 §8.1.3, §10.2, §22, RFC 3263 §4.3, RFC 4028 §7.3.
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>401 and 407 answered, nonces renewed</td><td>yes</td></tr>
 * <tr><td>next target after 503, silence or a refused connection; Retry-After kept</td><td>yes</td></tr>
 * <tr><td>423 to REGISTER, 422 to whatever has a session interval</td><td>yes</td></tr>
 * <tr><td>large requests over TCP, back to UDP where that fails, §18.1.1</td><td>yes</td></tr>
 * <tr><td>CANCEL with its races, §9.1</td><td>yes</td></tr>
 * <tr><td>INVITE sent on by 3xx, without credentials, §8.1.3.4</td><td>yes</td></tr>
 * <tr><td>380 Alternative Service</td><td>no: a failure</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.sip.request;

import org.jspecify.annotations.NullMarked;
