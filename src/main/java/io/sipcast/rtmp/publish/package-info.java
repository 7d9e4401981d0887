/** The client that publishes a stream to an RTMP server, §7.2. Pure. */
@NullMarked
package io.sipcast.rtmp.publish;

import org.jspecify.annotations.NullMarked;
