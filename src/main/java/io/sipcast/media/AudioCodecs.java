package io.sipcast.media;

/** Makes what decodes the payload formats of sound. Safe for use by any thread. */
public interface AudioCodecs {
    /**
     * Opens a decoder, which takes less than a millisecond.
     *
     * @throws IllegalStateException when there is none for this format, which then should not have
     *     been negotiated
     */
    AudioDecoder decoder(AudioPayload payload);

    /** Those that need no library. */
    AudioCodecs G711 =
            payload ->
                    switch (payload.encoding()) {
                        case PCMU -> new G711Decoder(io.sipcast.rtp.payload.G711.PCMU);
                        case PCMA -> new G711Decoder(io.sipcast.rtp.payload.G711.PCMA);
                        case OPUS -> throw new IllegalStateException("no library for Opus");
                    };
}
