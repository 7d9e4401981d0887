package io.sipcast.transcode;

import io.sipcast.observe.Causes;

/** FFmpeg's libraries or libopus cannot be loaded, mostly for the folder they are unpacked to. */
public final class NativesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NativesException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Tells where they were to be unpacked to, and how to have another folder. */
    static NativesException of(LinkageError e) {
        return new NativesException(
                ("The codecs cannot be loaded: %s. Their libraries are unpacked to .javacpp/cache in"
                                + " the home folder, or else to java.io.tmpdir: it must be possible to"
                                + " write there, and to run what is there (no noexec mount). Another"
                                + " folder: JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=FOLDER.")
                        .formatted(Causes.first(e)),
                e);
    }
}
