/**
 * Calls: what a REST request starts, from the first REGISTER or INVITE to the last BYE. {@link
 * io.sipcast.call.CallMachine} decides and is pure; {@link io.sipcast.call.Call} and its parts
 * carry out.
 */
@NullMarked
package io.sipcast.call;

import org.jspecify.annotations.NullMarked;
