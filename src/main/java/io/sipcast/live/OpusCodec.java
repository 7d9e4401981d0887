package io.sipcast.live;

import io.sipcast.media.AudioDecoder;
import io.sipcast.media.AudioPayloadEncoder;
import java.util.function.Supplier;

/**
 * What opens codecs of Opus, quickly.
 *
 * @param decoder of what is published
 * @param encoder of what a call's sound has besides the packets of the callee: one channel at 48
 *     kHz, packets of 10 or 20 ms
 */
public record OpusCodec(Supplier<AudioDecoder> decoder, Supplier<AudioPayloadEncoder> encoder) {
    /** Where there is none. */
    static final OpusCodec NONE =
            new OpusCodec(
                    () -> {
                        throw new IllegalStateException("nobody decodes Opus");
                    },
                    () -> {
                        throw new IllegalStateException("nobody encodes Opus");
                    });
}
