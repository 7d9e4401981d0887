package io.sipcast.media;

import io.sipcast.rtp.payload.AccessUnit;
import org.jspecify.annotations.Nullable;

/**
 * A whole picture and what a decoder must know for it.
 *
 * @param format null while its parameter sets are not known: it can't be decoded
 */
record Picture(AccessUnit unit, Format.@Nullable Video format) {
    /** Whether decoding can start here. */
    boolean decodableKey() {
        return unit.key() && format != null;
    }
}
