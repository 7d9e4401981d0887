package io.sipcast.config;

import java.util.Locale;

/**
 * One setting.
 *
 * @param name as in the file, with dots between the levels
 * @param standard the default as it would be written in the file; empty for none
 */
record Key<T>(String name, String standard, Kind<T> kind, Shape shape) {
    /** How many values there may be. */
    enum Shape {
        ONE,
        OPTIONAL,
        LIST
    }

    static <T> Key<T> one(String name, String standard, Kind<T> kind) {
        return new Key<>(name, standard, kind, Shape.ONE);
    }

    static <T> Key<T> optional(String name, Kind<T> kind) {
        return new Key<>(name, "", kind, Shape.OPTIONAL);
    }

    static <T> Key<T> list(String name, Kind<T> kind) {
        return new Key<>(name, "", kind, Shape.LIST);
    }

    /** A list that has these values, with commas, when none are written. */
    static <T> Key<T> list(String name, String standard, Kind<T> kind) {
        return new Key<>(name, standard, kind, Shape.LIST);
    }

    /** {@code rtp.idle-timeout} is {@code SIPCAST_RTP_IDLE_TIMEOUT}. */
    String variable() {
        return Environment.PREFIX
                + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    boolean secret() {
        return kind.equals(Kind.SECRET)
                || kind.equals(Kind.RTMP_URL)
                || kind.equals(Kind.STREAM_KEY)
                || kind.equals(Kind.HTTP_URL);
    }
}
