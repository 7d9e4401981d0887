package io.sipcast.transcode;

import io.sipcast.media.AudioCodecs;
import io.sipcast.media.AudioDecoder;
import io.sipcast.media.AudioPayload;
import io.sipcast.rtp.payload.AudioEncoding;

/** Every decoder of sound that there is. */
public final class Decoders implements AudioCodecs {
    /**
     * Loads what is native, which takes some 20 ms.
     *
     * @throws IllegalStateException when this machine has no library
     */
    public Decoders() {
        Libopus.ready();
    }

    @Override
    public AudioDecoder decoder(AudioPayload payload) {
        return payload.encoding() == AudioEncoding.OPUS
                ? new OpusDecoder()
                : AudioCodecs.G711.decoder(payload);
    }
}
