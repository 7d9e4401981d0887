/**
 * Pushes: a live stream published to an RTMP server elsewhere, again and again until it is stopped.
 * {@link io.sipcast.push.PushMachine} decides, {@link io.sipcast.push.Push} carries out. {@link
 * io.sipcast.push.PushOrders} has those that REST callers ordered, whose sound may be another one.
 */
@NullMarked
package io.sipcast.push;

import org.jspecify.annotations.NullMarked;
