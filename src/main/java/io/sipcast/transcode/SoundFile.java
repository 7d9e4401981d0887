package io.sipcast.transcode;

import io.sipcast.bytes.ProtocolException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * The sound of a file of any kind that FFmpeg knows, mixed to mono at a rate of choice. One thread
 * uses it, and not a loop's: every call may wait for the disk.
 *
 * <p>What is in the file is not trusted: it is all that FFmpeg sees, no other file and no network
 * can be reached from it.
 */
public final class SoundFile implements AutoCloseable {
    /** No protocol has this name, so none can be opened by what a file says. */
    private static final String NO_PROTOCOL = "none";

    private static final long LONGEST_LOOK_MICROS = 2_000_000;
    private static final long MOST_LOOKED_AT_BYTES = 2_000_000;

    /** Packets in a row that may be broken: then the file is. */
    private static final int MOST_BROKEN = 50;

    private final FileBytes bytes;
    private final AVFormatContext input;
    private final Codec codec;
    private final MonoConverter converter;
    private final int track;
    private boolean drained;
    private boolean closed;

    /**
     * Opens the sound of a file, which stays the caller's to close, after this.
     *
     * @throws IOException with a sentence for the user when there is no sound in it that can be
     *     decoded
     */
    public static SoundFile open(SeekableByteChannel file, int sampleRateHz) throws IOException {
        Ffmpeg.load();
        Loader.load(avformat.class);
        Loader.load(swresample.class);
        FileBytes bytes = new FileBytes(file);
        AVFormatContext input = avformat.avformat_alloc_context();
        input.pb(bytes.context());
        input.max_analyze_duration(LONGEST_LOOK_MICROS).probesize(MOST_LOOKED_AT_BYTES);
        int set = avutil.av_opt_set(input, "protocol_whitelist", NO_PROTOCOL, 0);
        Ffmpeg.check(set, "protocol_whitelist");
        // this one frees the context itself when it fails
        int result = avformat.avformat_open_input(input, (String) null, null, (AVDictionary) null);
        if (result < 0) {
            bytes.close();
            throw new IOException("It is no sound file: " + Ffmpeg.describe(result) + ".");
        }
        try {
            return new SoundFile(bytes, input, sampleRateHz);
        } catch (IOException | RuntimeException e) {
            avformat.avformat_close_input(input);
            bytes.close();
            throw e;
        }
    }

    private SoundFile(FileBytes bytes, AVFormatContext input, int sampleRateHz) throws IOException {
        this.bytes = bytes;
        this.input = input;
        int looked = avformat.avformat_find_stream_info(input, (PointerPointer<Pointer>) null);
        int found =
                looked < 0
                        ? looked
                        : avformat.av_find_best_stream(
                                input, avutil.AVMEDIA_TYPE_AUDIO, -1, -1, (AVCodec) null, 0);
        if (found < 0) {
            throw new IOException("There is no sound in it: " + Ffmpeg.describe(found) + ".");
        }
        track = found;
        AVStream stream = input.streams(track);
        codec = decoder(stream);
        converter = new MonoConverter(sampleRateHz);
    }

    private static Codec decoder(AVStream stream) throws IOException {
        AVCodec decoder = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
        if (decoder == null) {
            String name = avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString();
            throw new IOException("Its sound is " + name + ", which can't be decoded.");
        }
        Codec codec = Codec.decoder(decoder.name().getString());
        try {
            int result = avcodec.avcodec_parameters_to_context(codec.context(), stream.codecpar());
            Ffmpeg.check(result, "its sound");
            codec.open();
            return codec;
        } catch (IllegalStateException e) {
            codec.close();
            throw new IOException("Its sound can't be decoded: " + e.getMessage() + ".", e);
        }
    }

    /**
     * The next samples.
     *
     * @return null at the end
     * @throws IOException with a sentence for the user when the rest can't be decoded
     */
    public short @Nullable [] read() throws IOException {
        int broken = 0;
        while (true) {
            try {
                if (codec.receiveFrame()) {
                    short[] samples = converter.convert(codec.frame());
                    if (samples.length > 0) {
                        return samples;
                    }
                    continue;
                }
                if (drained) {
                    return null;
                }
                feed();
            } catch (ProtocolException e) {
                broken++;
                if (broken > MOST_BROKEN) {
                    throw new IOException("It is broken: " + e.getMessage() + ".", e);
                }
            }
        }
    }

    /** Gives the decoder the next packet of the track, or the end. */
    private void feed() {
        var packet = codec.packet();
        while (avformat.av_read_frame(input, packet) >= 0) {
            if (packet.stream_index() == track) {
                codec.sendPacket();
                return;
            }
            avcodec.av_packet_unref(packet);
        }
        drained = true;
        codec.sendEnd();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            converter.close();
            codec.close();
            avformat.avformat_close_input(input);
            bytes.close();
        }
    }
}
