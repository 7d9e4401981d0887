package io.sipcast.live;

/** What a rendition of samples is keyed by. */
sealed interface SoundSpec permits AacSpec, OpusSpec {}
