package io.sipcast.bench.peers;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.Format;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.UnitReader;
import io.sipcast.transcode.AacDecoder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * AAC frames as samples at 8 kHz.
 *
 * @param samples at 8 kHz
 * @param frameSamples of a frame, at its own rate
 * @param rateHz of the frames
 */
record DecodedSound(short[] samples, int frameSamples, int rateHz) {
    private static final int AAC_FRAME = 1024;

    /** Null when there is no header yet, or no frame. */
    static @Nullable DecodedSound of(@Nullable FlvTag header, List<FlvTag> frames) {
        if (header == null || frames.isEmpty()) {
            return null;
        }
        var reader = new UnitReader(0);
        reader.process(header, _ -> {});
        Format.Audio format = reader.audio();
        if (format == null || format.codec() != Format.AudioCodec.AAC) {
            return null;
        }
        try (var decoder = new AacDecoder(format)) {
            return decode(decoder, reader, format, frames);
        }
    }

    private static DecodedSound decode(
            AacDecoder decoder, UnitReader reader, Format.Audio format, List<FlvTag> frames) {
        short[][] parts = new short[frames.size()][0];
        for (int i = 0; i < parts.length; i++) {
            int at = i;
            reader.process(frames.get(i), unit -> parts[at] = samples(decoder, unit.payload()));
        }
        short[] all = new short[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int end = 0;
        for (short[] part : parts) {
            System.arraycopy(part, 0, all, end, part.length);
            end += part.length;
        }
        short[] narrow = BandLimited.convert(all, format.sampleRateHz(), SoundLoop.RATE_HZ);
        return new DecodedSound(narrow, all.length / parts.length, format.sampleRateHz());
    }

    /** A frame that is broken is silence. */
    private static short[] samples(AacDecoder decoder, byte[] frame) {
        try {
            return decoder.decode(frame);
        } catch (ProtocolException _) {
            return new short[AAC_FRAME];
        }
    }

    /** Samples at 8 kHz that so many frames last. */
    double narrowSamples(double count) {
        return count * frameSamples * SoundLoop.RATE_HZ / rateHz;
    }
}
