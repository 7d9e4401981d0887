/** The chunk stream, RTMP §5.3: messages in, interleaved chunks on the wire, messages out. Pure. */
@NullMarked
package io.sipcast.rtmp.chunk;

import org.jspecify.annotations.NullMarked;
