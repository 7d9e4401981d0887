package io.sipcast.media;

/** How decoding may begin at a picture. */
enum Entry {
    /** It may not. */
    NONE,
    /** At a recovery point of H.264, §D.2.8, with nothing left to recover from; it is no IDR. */
    RECOVERY,
    /** As at a CRA or BLA picture of H.265: what is shown before it may need what was before. */
    OPEN,
    /** As at an IDR picture or a key frame of VP8: nothing after it needs anything before it. */
    CLOSED
}
