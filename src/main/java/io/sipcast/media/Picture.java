package io.sipcast.media;

import io.sipcast.rtp.payload.CodedPicture;
import org.jspecify.annotations.Nullable;

/**
 * A whole picture and what a decoder must know for it.
 *
 * @param format null while its parameter sets are not known: it can't be decoded
 * @param entry how decoding may begin here
 * @param reorderPictures how many pictures may be decoded before one and shown after it; -1 when
 *     the stream does not say
 */
record Picture(
        CodedPicture coded, Format.@Nullable Video format, Entry entry, int reorderPictures) {
    /** Whether decoding can start here. */
    boolean decodableKey() {
        return entry != Entry.NONE && format != null;
    }

    /** As one that decoding does not begin at. */
    Picture asOrdinary() {
        return new Picture(coded, format, Entry.NONE, reorderPictures);
    }
}
