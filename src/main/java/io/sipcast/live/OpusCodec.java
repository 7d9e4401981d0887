package io.sipcast.live;

import io.sipcast.media.AudioDecoder;
import java.util.function.Supplier;

/**
 * What opens codecs of Opus, quickly.
 *
 * @param decoder of what is published
 * @param encoder of what a call's sound has between the packets of the callee
 */
public record OpusCodec(Supplier<AudioDecoder> decoder, Supplier<OpusGapEncoder> encoder) {
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
