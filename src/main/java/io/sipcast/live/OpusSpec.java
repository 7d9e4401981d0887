package io.sipcast.live;

/** Of Opus there is one rendition: the packets of the callee, and what stands in for others. */
enum OpusSpec implements SoundSpec {
    PASSED
}
