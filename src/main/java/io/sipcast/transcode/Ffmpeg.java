package io.sipcast.transcode;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/** Loads the native libraries once, set up as the packet path needs them. */
final class Ffmpeg {
    /** "Give me more input", as the platform numbers it. */
    static final int AGAIN;

    static {
        // JavaCPP reads these when its first Pointer class is initialised. Otherwise every owned
        // pointer takes a class lock and a check of the process's memory.
        preset("org.bytedeco.javacpp.maxBytes", "0");
        preset("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        preset("org.bytedeco.javacpp.noPointerGC", "true");
        Loader.load(avcodec.class);
        FfmpegLog.install();
        AGAIN = avutil.AVERROR_EAGAIN();
    }

    private Ffmpeg() {}

    /** The first call loads and unpacks the libraries: a fraction of a second to some seconds. */
    static void load() {
        // The initialiser did it.
    }

    private static void preset(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Passes a result on unless it is an error, which then is our own fault. */
    static int check(int result, String what) {
        if (result < 0) {
            throw new IllegalStateException(what + ": " + describe(result));
        }
        return result;
    }

    static String describe(int error) {
        byte[] text = new byte[avutil.AV_ERROR_MAX_STRING_SIZE];
        avutil.av_strerror(error, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }
}
