/** Action Message Format: AMF0 whole, of AMF3 what commands hold. Pure. */
@NullMarked
package io.sipcast.rtmp.amf;

import org.jspecify.annotations.NullMarked;
