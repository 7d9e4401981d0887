/**
 * Real peers for the interop tests, and what their recordings hold: processes that a test starts
 * and ends, media made once a build by ffmpeg, and recordings judged by decoding them.
 *
 * <p>Everything that a peer writes is under {@code target/peers}.
 */
@NullMarked
package io.sipcast.peer;

import org.jspecify.annotations.NullMarked;
