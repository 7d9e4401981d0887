/** The client that plays a stream of an RTMP server, §7.2. Pure. */
@NullMarked
package io.sipcast.rtmp.play;

import org.jspecify.annotations.NullMarked;
