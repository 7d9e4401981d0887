package io.sipcast.transcode;

import io.sipcast.observe.Causes;
import java.io.IOException;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's libraries or libopus cannot be loaded, mostly for the folder they are unpacked to. */
public final class NativesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NativesException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Tells where they were unpacked to, how to have another folder, and for whom there are any.
     *
     * @throws LinkageError the same, when it is about something else: a mistake of ours
     */
    static NativesException of(LinkageError e) {
        Throwable root = Causes.root(e);
        if (!(root instanceof UnsatisfiedLinkError || root instanceof IOException)) {
            throw e;
        }
        String message =
                """
                The codecs cannot be loaded: %s. Their libraries are unpacked to %s, where it must \
                be possible to write, and to run programs (no noexec mount); another folder: \
                JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=FOLDER. There are libraries for Linux \
                with glibc 2.35 or newer on x86-64 and ARM64, and for macOS on ARM.\
                """
                        .formatted(Causes.first(e), folder());
        return new NativesException(message, e);
    }

    private static String folder() {
        try {
            return Loader.getCacheDir().toString();
        } catch (IOException _) {
            return "a folder below the home folder or java.io.tmpdir";
        }
    }
}
