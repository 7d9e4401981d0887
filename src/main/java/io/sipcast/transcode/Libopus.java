package io.sipcast.transcode;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The few functions of libopus that we call, through the foreign function interface of Java: {@code
 * opus.h} and {@code opus_defines.h} of libopus 1.5. FFmpeg has libopus inside, too, but keeps its
 * functions to itself, and neither conceals a loss with it nor reads its FEC.
 */
@SuppressWarnings("restricted") // to call native code is what this class is for
final class Libopus {
    static final int SET_BITRATE = 4002;
    static final int SET_MAX_BANDWIDTH = 4004;
    static final int SET_VBR = 4006;
    static final int SET_COMPLEXITY = 4010;
    static final int SET_INBAND_FEC = 4012;
    static final int SET_PACKET_LOSS = 4014;
    static final int SET_DTX = 4016;
    static final int RESET_STATE = 4028;
    static final int SET_BANDWIDTH = 4008;
    static final int SET_PREDICTION_DISABLED = 4046;

    /** 4 kHz; 6, 8, 12 and 20 kHz follow. */
    static final int NARROW_BAND = 1101;

    static final int APPLICATION_VOIP = 2048;
    static final int APPLICATION_AUDIO = 2049;

    private static final MethodHandle DECODER_SIZE = function("opus_decoder_get_size", JAVA_INT);
    private static final MethodHandle DECODER_INIT =
            function("opus_decoder_init", ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle DECODER_CTL = control("opus_decoder_ctl");
    private static final MethodHandle DECODE =
            function("opus_decode", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle ENCODER_SIZE = function("opus_encoder_get_size", JAVA_INT);
    private static final MethodHandle ENCODER_INIT =
            function("opus_encoder_init", ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle ENCODER_CTL = control("opus_encoder_ctl");
    private static final MethodHandle ENCODE =
            function("opus_encode", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);

    private Libopus() {}

    /** The first call links the functions: for each of them the JVM makes classes. */
    static void link() {
        // The initialiser did it.
    }

    /** A decoder's state, in memory of the arena. */
    static MemorySegment decoder(Arena arena, int sampleRateHz, int channels) {
        try {
            MemorySegment state = arena.allocate((int) DECODER_SIZE.invokeExact(channels), 16);
            check((int) DECODER_INIT.invokeExact(state, sampleRateHz, channels), "decoder");
            return state;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void control(MemorySegment decoder, int request, int value) {
        try {
            check((int) DECODER_CTL.invokeExact(decoder, request, value), "request " + request);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * As {@code opus_decode}.
     *
     * @param packet {@link MemorySegment#NULL} for one that was lost
     * @return samples in each channel, or an error, which is negative
     */
    static int decode(
            MemorySegment decoder,
            MemorySegment packet,
            int length,
            MemorySegment samples,
            int room,
            boolean before) {
        try {
            return (int) DECODE.invokeExact(decoder, packet, length, samples, room, before ? 1 : 0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** An encoder's state, in memory of the arena. */
    static MemorySegment encoder(Arena arena, int sampleRateHz, int channels, int application) {
        try {
            MemorySegment state = arena.allocate((int) ENCODER_SIZE.invokeExact(channels), 16);
            int result = (int) ENCODER_INIT.invokeExact(state, sampleRateHz, channels, application);
            check(result, "encoder");
            return state;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void controlEncoder(MemorySegment encoder, int request, int value) {
        try {
            check((int) ENCODER_CTL.invokeExact(encoder, request, value), "request " + request);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** As {@code opus_encode}: bytes of the packet. */
    static int encode(
            MemorySegment encoder, MemorySegment samples, int count, MemorySegment out, int room) {
        try {
            return check((int) ENCODE.invokeExact(encoder, samples, count, out, room), "encoding");
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static int check(int result, String what) {
        if (result < 0) {
            throw new IllegalStateException("libopus, " + what + ": error " + result);
        }
        return result;
    }

    private static RuntimeException unexpected(Throwable e) {
        return switch (e) {
            case RuntimeException ours -> ours;
            case Error fatal -> throw fatal;
            default -> new IllegalStateException(e);
        };
    }

    private static MethodHandle function(String name, MemoryLayout... parameters) {
        return Linker.nativeLinker()
                .downcallHandle(
                        OpusLibrary.SYMBOLS.findOrThrow(name),
                        FunctionDescriptor.of(JAVA_INT, parameters));
    }

    /** {@code int name(state, request, ...)}: all that we make have one number more. */
    private static MethodHandle control(String name) {
        return Linker.nativeLinker()
                .downcallHandle(
                        OpusLibrary.SYMBOLS.findOrThrow(name),
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                        Linker.Option.firstVariadicArg(2));
    }
}
