package io.sipcast.call;

/**
 * What a callee can take of us besides silence.
 *
 * @param sound whether the call has any
 * @param sampleRateHz of its codec; 0 when that is one that we can't encode
 * @param codec its name; empty without sound
 * @param pictures whether it has agreed to be shown some
 */
record Ear(boolean sound, int sampleRateHz, String codec, boolean pictures) {}
