/** FLV: tags, their bodies, and the way between tags and media units. Pure. */
@NullMarked
package io.sipcast.rtmp.flv;

import org.jspecify.annotations.NullMarked;
