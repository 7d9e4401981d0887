package io.sipcast.media;

import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.rtp.payload.G711;
import java.util.List;

/**
 * What was negotiated for sound.
 *
 * @param send what we send
 * @param receive what each payload type stands for that may come
 * @param sends whether the peer takes sound from us: then silence goes out
 * @param receives whether the peer may send; false while it is on hold
 * @param events keys within the sound
 * @param ptimeMillis what the peer wants in a packet
 */
public record AudioTrack(
        AudioPayload send,
        List<AudioPayload> receive,
        boolean sends,
        boolean receives,
        TelephoneEvents events,
        int ptimeMillis) {
    private static final int USUAL_MILLIS = 20;

    public AudioTrack {
        receive = List.copyOf(receive);
    }

    /** Both ways, under the static payload type, without keys. */
    public static AudioTrack of(G711 law) {
        return of(law, TelephoneEvents.NONE);
    }

    /** Both ways, under the static payload type. */
    public static AudioTrack of(G711 law, TelephoneEvents events) {
        var payload =
                new AudioPayload(
                        law.payloadType(),
                        switch (law) {
                            case PCMU -> AudioEncoding.PCMU;
                            case PCMA -> AudioEncoding.PCMA;
                        });
        return new AudioTrack(payload, List.of(payload), true, true, events, USUAL_MILLIS);
    }

    AudioTrack withSends(boolean on) {
        return new AudioTrack(send, receive, on, receives, events, ptimeMillis);
    }
}
