/** The handshake, RTMP §5.2, simple and with digests; for both ends. Pure. */
@NullMarked
package io.sipcast.rtmp.handshake;

import org.jspecify.annotations.NullMarked;
