package io.sipcast.bench.peers;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.Format;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.UnitReader;
import io.sipcast.transcode.AacDecoder;
import io.sipcast.transcode.OpusDecoder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames of AAC or Opus as samples at 8 kHz.
 *
 * @param samples at 8 kHz
 * @param frameSamples of a frame, at its own rate
 * @param rateHz of the frames
 * @param framesAhead how much more than what a frame gives back its encoder had to have
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record DecodedSound(short[] samples, int frameSamples, int rateHz, int framesAhead) {
    /**
     * Before an encoder can let go of a frame: the second half of its window. What it looks ahead
     * beyond that, as FFmpeg's does by a frame, is its delay.
     */
    private static final int AAC_FRAMES_AHEAD = 1;

    private static final int AAC_FRAME = 1024;

    /** Null when there is no header yet, or no frame. */
    static @Nullable DecodedSound of(@Nullable FlvTag header, List<FlvTag> frames) {
        if (header == null || frames.isEmpty()) {
            return null;
        }
        var reader = new UnitReader(0);
        reader.process(header, _ -> {});
        Format.Audio format = reader.audio();
        if (format == null) {
            return null;
        }
        return switch (format.codec()) {
            case AAC -> {
                try (var decoder = new AacDecoder(format)) {
                    yield decode(decoder::decode, reader, format, frames);
                }
            }
            case OPUS -> {
                try (var decoder = new OpusDecoder()) {
                    yield decode(
                            packet -> decoder.decode(packet, 0, packet.length),
                            reader,
                            format,
                            frames);
                }
            }
        };
    }

    private interface Decoder {
        short[] decode(byte[] frame);
    }

    private static DecodedSound decode(
            Decoder decoder, UnitReader reader, Format.Audio format, List<FlvTag> frames) {
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
        int ahead = format.codec() == Format.AudioCodec.AAC ? AAC_FRAMES_AHEAD : 0;
        return new DecodedSound(narrow, all.length / parts.length, format.sampleRateHz(), ahead);
    }

    /** A frame that is broken is silence. */
    private static short[] samples(Decoder decoder, byte[] frame) {
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
