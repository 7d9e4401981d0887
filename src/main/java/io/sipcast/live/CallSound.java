package io.sipcast.live;

/** What the samples of a call come from. */
enum CallSound {
    /** Nothing was agreed on yet, and no sound has come. */
    UNKNOWN,
    OPUS,
    OTHER
}
