/**
 * SIP dialogs. Pure.
 *
 * <p>Specifications: RFC 3261 §12.
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>early and confirmed dialogs of either side, §12.1</td><td>yes</td></tr>
 * <tr><td>requests inside, loose and strict routes, §12.2.1.1</td><td>yes</td></tr>
 * <tr><td>order of the peer's requests, §12.2.2</td><td>yes</td></tr>
 * <tr><td>target refresh</td><td>yes</td></tr>
 * <tr><td>peers of RFC 2543 that have no tag</td><td>yes</td></tr>
 * <tr><td>sips dialogs: Contact is sips where the Request-URI was</td><td>yes</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.sip.dialog;

import org.jspecify.annotations.NullMarked;
