package io.sipcast.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.live.StreamName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of files: the stream's and the time at which the file began, in UTC, such as {@code
 * live_camera_20260102T030405.678Z.mp4}. Whatever a stream is called, its file is in the folder and
 * easily typed: bytes other than letters, digits, dash and dot become {@code ~} and two hexadecimal
 * digits; the dot does, too, where the name begins with it.
 */
final class FileName {
    private static final int LONGEST = 120;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final Pattern OURS =
            Pattern.compile("[A-Za-z0-9~_-][A-Za-z0-9~_.-]{0,240}\\.mp4");

    private FileName() {}

    /**
     * The name of a stream's file.
     *
     * @param number which of those that began in this millisecond, from 0
     */
    static String of(StreamName stream, Instant began, int number) {
        String name = escape(stream.app()) + "_" + escape(stream.name());
        String more = number == 0 ? "" : "_" + number;
        return shortened(name) + "_" + TIME.format(began) + more + ".mp4";
    }

    /** Whether a file of this name may be one of ours: it leads nowhere else, whatever it is. */
    static boolean isOurs(String name) {
        return OURS.matcher(name).matches();
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte each : text.getBytes(UTF_8)) {
            char c = (char) (each & 0xFF);
            boolean hidden = c == '.' && escaped.isEmpty();
            if (isPlain(c) && !hidden) {
                escaped.append(c);
            } else {
                escaped.append('~').append(String.format(Locale.ROOT, "%02x", (int) c));
            }
        }
        return escaped.toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.';
    }

    /** A name that is too long keeps what tells it from others. */
    private static String shortened(String name) {
        return name.length() <= LONGEST
                ? name
                : name.substring(0, LONGEST) + "~" + Integer.toHexString(name.hashCode());
    }
}
