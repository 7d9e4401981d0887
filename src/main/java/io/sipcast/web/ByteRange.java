package io.sipcast.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of a file is asked for, RFC 9110 §14.1.2. Several ranges at once are answered with the whole
 * file, as the RFC allows.
 *
 * @param partial whether a range was asked for
 */
record ByteRange(long from, long length, boolean partial) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** No byte of the file is in the range. */
    static final class UnsatisfiableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnsatisfiableException() {
            super(null, null, false, false);
        }
    }

    /** Reads a Range field; what is malformed or of another unit counts as none. */
    static ByteRange parse(@Nullable String field, long size) throws UnsatisfiableException {
        Matcher one = ONE.matcher(field == null ? "" : field.replace(" ", ""));
        if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
            return new ByteRange(0, size, false);
        }
        boolean suffix = one.group(1).isEmpty();
        long last = one.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(one.group(2));
        long from = suffix ? Math.max(0, size - last) : Long.parseLong(one.group(1));
        long to = suffix ? size - 1 : Math.min(last, size - 1);
        if (!suffix && last < from) {
            return new ByteRange(0, size, false);
        }
        if (from >= size || to < from) {
            throw new UnsatisfiableException();
        }
        return new ByteRange(from, to - from + 1, true);
    }

    /** The Content-Range field. */
    String print(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
