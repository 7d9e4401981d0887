/** The server's end of one RTMP connection, §7.2. Pure. */
@NullMarked
package io.sipcast.rtmp.serve;

import org.jspecify.annotations.NullMarked;
