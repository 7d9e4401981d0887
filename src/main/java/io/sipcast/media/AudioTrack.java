package io.sipcast.media;

import io.sipcast.rtp.payload.G711;

/**
 * What was negotiated for sound.
 *
 * @param codec what we send, and what the payload type means in both directions
 * @param payloadType of the codec
 * @param sends whether the peer takes sound from us: then silence goes out
 * @param receives whether the peer may send; false while it is on hold
 * @param events keys within the sound
 */
public record AudioTrack(
        G711 codec, int payloadType, boolean sends, boolean receives, TelephoneEvents events) {
    /** Both ways, under the static payload type, without keys. */
    public static AudioTrack of(G711 codec) {
        return new AudioTrack(codec, codec.payloadType(), true, true, TelephoneEvents.NONE);
    }
}
