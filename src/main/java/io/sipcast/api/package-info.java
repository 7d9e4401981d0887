/**
 * The REST interfaces, without HTTP: a {@link io.sipcast.api.Route} is answered by a method that
 * takes a {@link io.sipcast.api.Request} and returns an {@link io.sipcast.api.Answer} or throws a
 * {@link io.sipcast.api.Problem}. It runs on a virtual thread and may wait.
 *
 * <p>{@code wcs} is the interface of the reference, which its programs know; {@code v1} is ours.
 *
 * <table>
 * <caption>Specifications</caption>
 * <tr><td>RFC 8259 JSON</td><td>yes; duplicate names and trailing text are refused</td></tr>
 * <tr><td>RFC 9457 problem details</td><td>yes, in v1</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.api;

import org.jspecify.annotations.NullMarked;
