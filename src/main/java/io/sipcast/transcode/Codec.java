package io.sipcast.transcode;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * A codec context with the one frame and the one packet that it uses again and again. Owned by one
 * thread; freed by {@link #close}, by nothing else.
 */
final class Codec implements AutoCloseable {
    private final AVCodec codec;
    private final String name;
    private final AVCodecContext context;
    private final AVFrame frame;
    private final AVPacket packet;
    private final long dataField;
    private final long planesField;
    private boolean closed;

    private Codec(@Nullable AVCodec codec, String name) {
        if (codec == null) {
            throw new IllegalStateException("this build of FFmpeg has no " + name);
        }
        this.codec = codec;
        this.name = name;
        context = avcodec.avcodec_alloc_context3(codec);
        frame = avutil.av_frame_alloc();
        packet = avcodec.av_packet_alloc();
        dataField = packet.address() + Loader.offsetof(AVPacket.class, "data");
        planesField = frame.address() + Loader.offsetof(AVFrame.class, "data");
        context.thread_count(1);
    }

    static Codec encoder(String name) {
        Ffmpeg.load();
        return new Codec(avcodec.avcodec_find_encoder_by_name(name), name);
    }

    static Codec decoder(String name) {
        Ffmpeg.load();
        return new Codec(avcodec.avcodec_find_decoder_by_name(name), name);
    }

    AVCodecContext context() {
        return context;
    }

    AVFrame frame() {
        return frame;
    }

    AVPacket packet() {
        return packet;
    }

    /** Sets an option of this codec alone, before it is opened. */
    Codec option(String key, String value) {
        int result = avutil.av_opt_set(context.priv_data(), key, value, 0);
        Ffmpeg.check(result, name + ": option " + key + "=" + value);
        return this;
    }

    /** Gives a decoder its configuration, before it is opened. */
    void configuration(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        int padded = bytes.length + avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
        var memory = new BytePointer(avutil.av_mallocz(padded));
        NativeMemory.write(bytes, 0, bytes.length, memory.address());
        context.extradata(memory); // the context frees it
        context.extradata_size(bytes.length);
    }

    /** The configuration that an opened encoder made. */
    byte[] configuration() {
        byte[] bytes = new byte[context.extradata_size()];
        if (bytes.length > 0) {
            NativeMemory.read(context.extradata().address(), bytes, 0, bytes.length);
        }
        return bytes;
    }

    void open() {
        int result = avcodec.avcodec_open2(context, codec, (AVDictionary) null);
        Ffmpeg.check(result, name + " with these settings");
        var _ = UntouchedPages.giveBack(context.priv_data()); // one thread: the constructor says so
    }

    /** Gives the frame to an encoder. */
    void sendFrame() {
        Ffmpeg.check(avcodec.avcodec_send_frame(context, frame), name);
    }

    /** Gives a frame of somebody else's to an encoder, which leaves it as it is. */
    void sendFrame(AVFrame picture) {
        Ffmpeg.check(avcodec.avcodec_send_frame(context, picture), name);
    }

    /** Whether an encoder had a packet ready; it is in {@link #packet}. */
    boolean receivePacket() {
        int result = avcodec.avcodec_receive_packet(context, packet);
        return result >= 0 || (result != Ffmpeg.AGAIN && Ffmpeg.check(result, name) >= 0);
    }

    /** The bytes of the packet received last, in a new array. */
    byte[] takePacket() {
        byte[] bytes = new byte[packet.size()];
        NativeMemory.read(NativeMemory.longAt(dataField), bytes, 0, bytes.length);
        return bytes;
    }

    /**
     * Gives a decoder one unit.
     *
     * @throws ProtocolException MALFORMED when the decoder can make nothing of it
     */
    void sendPacket(byte[] unit, long pts) {
        sendPacket(unit, 0, unit.length, pts);
    }

    /** Likewise, from the middle of an array. */
    void sendPacket(byte[] bytes, int offset, int length, long pts) {
        Ffmpeg.check(avcodec.av_new_packet(packet, length), name);
        NativeMemory.write(bytes, offset, length, NativeMemory.longAt(dataField));
        packet.pts(pts).dts(pts);
        sendPacket();
    }

    /** Gives a decoder what is in the packet, which is empty then; throws as the other one does. */
    void sendPacket() {
        int result = avcodec.avcodec_send_packet(context, packet);
        avcodec.av_packet_unref(packet);
        if (result < 0) {
            throw new ProtocolException(
                    Fault.MALFORMED, name + " decoder: " + Ffmpeg.describe(result));
        }
    }

    /** Tells a decoder that nothing follows, so that it lets go of what it holds. */
    void sendEnd() {
        avcodec.avcodec_send_packet(context, null);
    }

    /** Whether a decoder had a frame ready; it is in {@link #frame}. */
    boolean receiveFrame() {
        int result = avcodec.avcodec_receive_frame(context, frame);
        if (result >= 0) {
            return true;
        }
        if (result == Ffmpeg.AGAIN || result == avutil.AVERROR_EOF) {
            return false;
        }
        throw new ProtocolException(Fault.MALFORMED, name + " decoder: " + Ffmpeg.describe(result));
    }

    /** Where the samples of the frame received last begin, those of its first channel if apart. */
    long firstPlane() {
        return NativeMemory.longAt(planesField);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avcodec.av_packet_free(packet);
            avutil.av_frame_free(frame);
            avcodec.avcodec_free_context(context);
        }
    }
}
