/**
 * The REST interface of the reference, Web Call Server 5.2: its paths, its JSON names, its status
 * codes, so that programs written for it work unchanged.
 *
 * <table>
 * <caption>Methods</caption>
 * <tr><td>/call/startup, find, find_all, terminate, send_dtmf</td><td>yes</td></tr>
 * <tr><td>/call/inject_sound, inject_stream, inject_stream/startup, inject_stream/terminate</td>
 *     <td>yes</td></tr>
 * <tr><td>/push/startup, find, find_all, terminate, mute, unmute, sound_on, sound_off</td>
 *     <td>yes</td></tr>
 * <tr><td>/pull/rtmp/pull, terminate, find_all, /stream/find_all, find, terminate</td><td>yes</td></tr>
 * <tr><td>/mixer</td><td>no: 501</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.api.wcs;

import org.jspecify.annotations.NullMarked;
