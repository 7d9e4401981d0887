package io.sipcast.sdp;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Encodings of sound by the names that SDP gives them: {@code speex} is that of all clocks, {@code
 * speex/16000} that of one.
 */
public final class AudioNames {
    private AudioNames() {}

    /** Those of a name, the best first; none when there is no such name. */
    public static List<Encoding> encodings(String name) {
        return sound().filter(one -> isNamed(one, name)).toList();
    }

    private static boolean isNamed(Encoding encoding, String name) {
        String own = encoding.sdpName();
        return name.equalsIgnoreCase(own)
                || name.equalsIgnoreCase(own + "/" + encoding.clockRateHz());
    }

    /** All names, for who asks for another one. */
    public static String all() {
        return sound().map(one -> one.sdpName().toLowerCase(Locale.ROOT))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static Stream<Encoding> sound() {
        return Arrays.stream(Encoding.values()).filter(one -> one.audio().isPresent());
    }
}
