/**
 * Past capacity new work is refused before running calls are harmed. {@link
 * io.sipcast.overload.OverloadMachine} decides, pure; {@link io.sipcast.overload.Overload} measures
 * once a second what it decides by.
 *
 * <table>
 * <caption>What is refused</caption>
 * <tr><td>calls that REST places, calls that come in</td><td>yes, 503 with Retry-After</td></tr>
 * <tr><td>OPTIONS outside of a dialog (RFC 3261 §11.2)</td><td>yes, as an INVITE would be</td></tr>
 * <tr><td>pulls, pushes that have pictures encoded anew</td><td>yes, 503 with Retry-After</td></tr>
 * <tr><td>other pushes, recordings, players</td><td>no: they cost little</td></tr>
 * <tr><td>RTMP publishers</td><td>no: who comes back can't be told from who is new</td></tr>
 * <tr><td>whatever runs</td><td>no</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.overload;

import org.jspecify.annotations.NullMarked;
