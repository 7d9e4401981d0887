/** Opus as containers describe it. Pure. */
@NullMarked
package io.sipcast.rtmp.codec.opus;

import org.jspecify.annotations.NullMarked;
