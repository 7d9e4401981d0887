/**
 * What a call said on the wire: its SIP messages without their secrets, kept small, and shown as a
 * ladder. Pure.
 *
 * <p>Specifications: none; RFC 3665 draws its ladders likewise.
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>first and last messages kept within a bound, repeated ones counted once</td><td>yes</td></tr>
 * <tr><td>digests, passwords, keys, stream keys and digits of INFO taken out before it is kept</td><td>yes</td></tr>
 * <tr><td>a message byte for byte as it came: it is printed again from what was understood</td><td>no</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.sip.trace;

import org.jspecify.annotations.NullMarked;
