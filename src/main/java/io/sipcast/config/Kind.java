package io.sipcast.config;

import io.sipcast.live.StreamName;
import io.sipcast.observe.Secret;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.sdp.AudioNames;
import io.sipcast.sip.auth.DigestAlgorithm;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A way to write a value.
 *
 * @param expects completes "expected ..." for a value that is not written so
 * @param read throws IllegalArgumentException or ArithmeticException for such a value
 */
record Kind<T>(String expects, Function<String, T> read) {
    private static final Pattern QUANTITY = Pattern.compile("(\\d+)\\s*([A-Za-z]*)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L);
    private static final Map<String, Long> BITS_PER_SECOND =
            Map.of("", 1L, "k", 1000L, "M", 1_000_000L);
    private static final Map<String, Long> BYTES =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private static final Pattern WITH_PORT = Pattern.compile("([0-9.]+|\\[[^\\]]*]):(\\d{1,5})");
    private static final String NAME = "[\\w-]+(\\.[\\w-]+)*\\.?";

    static final Kind<Integer> PORT =
            new Kind<>(
                    "a port: 1 to 65535, or 0 for any free one",
                    text -> (int) within(Integer.parseInt(text), 0, 65535));

    static final Kind<Boolean> BOOLEAN =
            new Kind<>(
                    "true or false",
                    text -> Boolean.valueOf(matching(text.toLowerCase(Locale.ROOT), "true|false")));

    static final Kind<InetAddress> ADDRESS =
            new Kind<>("an IP address, such as 127.0.0.1, 0.0.0.0 or ::1", Kind::address);

    /** Whether it can be read is for whoever reads it to say. */
    static final Kind<Path> FILE = new Kind<>("the path of a file", Path::of);

    static final Kind<Duration> DURATION =
            new Kind<>(
                    "a time above nought, such as 500ms, 10s, 2m or 1h",
                    text ->
                            Duration.ofMillis(
                                    within(quantity(text, MILLIS), 1, 366L * 24 * 3_600_000)));

    /** Zero for never. */
    static final Kind<Duration> DURATION_OR_NEVER =
            new Kind<>(
                    "a time, such as 500ms, 10s, 2m or 1h, or 0 for never",
                    text -> text.equals("0") ? Duration.ZERO : DURATION.read().apply(text));

    /** Of RFC 4028, in whole seconds; zero for none. */
    static final Kind<Duration> SESSION_INTERVAL =
            new Kind<>("a time from 90s to 24h, such as 30m, or off", Kind::sessionInterval);

    /** More than busy loops are late on purpose, up to what is measured of it; zero for any. */
    static final Kind<Duration> LOOP_LAG =
            new Kind<>(
                    "a time from 10ms to 400ms, such as 20ms, or off",
                    text ->
                            isOff(text)
                                    ? Duration.ZERO
                                    : Duration.ofMillis(within(quantity(text, MILLIS), 10, 400)));

    /** 0 to 1; zero for any. */
    static final Kind<Double> SHARE_OR_OFF =
            new Kind<>(
                    "a share from 1% to 100%, such as 90%, or off",
                    text ->
                            isOff(text)
                                    ? 0.0
                                    : within(Integer.parseInt(percent(text)), 1, 100) / 100.0);

    static final Kind<PortRange> PORT_RANGE =
            new Kind<>(
                    "an even port, a dash and a higher port, such as 10000-19998",
                    PortRange::parse);

    static final Kind<Secret> SECRET =
            new Kind<>(
                    "printable ASCII characters without spaces",
                    text -> new Secret(matching(text, "[!-~]+")));

    /** In bytes. */
    static final Kind<Integer> SIZE =
            new Kind<>(
                    "a size, such as 1300, 64KiB or 10MiB",
                    text -> (int) within(quantity(text, BYTES), 1, Integer.MAX_VALUE));

    /** Holds a secret, so it is not shown. */
    static final Kind<StreamKey> STREAM_KEY =
            new Kind<>(
                    "app=key, app/name=key or *=key, with a key of letters, digits and - . _ ~",
                    StreamKey::parse);

    /** May hold a secret, so it is not shown. */
    static final Kind<URI> HTTP_URL =
            new Kind<>(
                    "an http or https URL, such as http://127.0.0.1:8080/on_publish",
                    text -> URI.create(matching(text, "https?://[^/?#\\s]+(/[!-~]*)?")));

    static final Kind<String> HOST =
            new Kind<>(
                    "a host name or address, with :port if it matters, such as gw.example.org",
                    text -> matching(text, NAME + "(:\\d{1,5})?|\\[[0-9A-Fa-f:.]+](:\\d{1,5})?"));

    /** As in a URI: no underscore, unlike in the names of some machines. */
    static final Kind<String> SIP_HOST =
            new Kind<>(
                    "a host name or address, with :port if it matters, such as 203.0.113.1:5060",
                    text ->
                            matching(
                                    text,
                                    "([A-Za-z0-9-]+\\.)*[A-Za-z0-9-]+(:[1-9]\\d{0,4})?"
                                            + "|\\[[0-9A-Fa-f:.]+](:[1-9]\\d{0,4})?"));

    static final Kind<String> NAME_OR_ADDRESS =
            new Kind<>(
                    "a host name or an IP address, such as 203.0.113.1 or 2001:db8::1",
                    text ->
                            text.matches(NAME) && !isNumeric(text)
                                    ? text
                                    : InetAddress.ofLiteral(text).getHostAddress());

    static final Kind<String> ORIGIN =
            new Kind<>(
                    "a page's origin, such as https://www.example.org, or * for all",
                    text ->
                            matching(
                                    text,
                                    "\\*|https?://("
                                            + NAME
                                            + "|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?/?"));

    static final Kind<String> HEADER =
            new Kind<>(
                    "a SIP header's name, such as Subject",
                    text -> matching(text, "[A-Za-z0-9.!%*_+`'~-]+"));

    static final Kind<Integer> COUNT =
            new Kind<>(
                    "a whole number above nought",
                    text -> (int) within(Integer.parseInt(text), 1, Integer.MAX_VALUE));

    static final Kind<String> CALLEE =
            new Kind<>(
                    "a user, user@host or a SIP URI, in which * stands for anything",
                    text -> matching(text, "[!-~]+"));

    static final Kind<String> CALLED =
            new Kind<>(
                    "a user as in sip:user@host, where * is any text, such as live-*",
                    text -> matching(text, "[^@\\s]+"));

    static final Kind<String> USER = new Kind<>("a name", text -> matching(text, "[^\\p{Cntrl}]+"));

    static final Kind<String> TEXT =
            new Kind<>("text in one line", text -> matching(text, "[^\\p{Cntrl}]+"));

    /** An empty value means the default, so there is a word for no prefix. */
    static final Kind<String> NAME_PREFIX =
            new Kind<>(
                    "text without spaces, slashes and question marks, or none",
                    text -> text.equals("none") ? "" : matching(text, "[^\\p{Cntrl}\\s/?]+"));

    static final Kind<PictureSize> PICTURE_SIZE =
            new Kind<>(
                    "an even width and height of 64 to 1920 pixels, such as 1280x720",
                    PictureSize::parse);

    static final Kind<DigestAlgorithm> DIGEST =
            new Kind<>(
                    "sha-256 or md5",
                    text ->
                            switch (text) {
                                case "sha-256" -> DigestAlgorithm.SHA_256;
                                case "md5" -> DigestAlgorithm.MD5;
                                default -> throw new IllegalArgumentException(text);
                            });

    static final Kind<String> STREAM =
            new Kind<>(
                    "the name of a stream, such as studio or studio-$1",
                    text -> StreamName.ofCall(text).name());

    /** Holds a key, so it is not shown. */
    static final Kind<RtmpUrl> RTMP_URL =
            new Kind<>(
                    "an RTMP URL with the stream's name, such as rtmp://example.org/live/key",
                    RtmpUrl::parse);

    /** What a list of objects can't hold. */
    static final Kind<String> ROW =
            new Kind<>(
                    "an object: each needs keys of its own, in the file",
                    text -> {
                        throw new IllegalArgumentException(text);
                    });

    /** As SDP names them; what each stands for is for SDP to say. */
    static final Kind<String> AUDIO_CODEC =
            new Kind<>(
                    "one of " + AudioNames.all() + ", with /clock if it matters: speex/16000",
                    text -> {
                        if (AudioNames.encodings(text).isEmpty()) {
                            throw new IllegalArgumentException(text);
                        }
                        return text.toLowerCase(Locale.ROOT);
                    });

    static final Kind<String> ADDRESS_BLOCK =
            new Kind<>("an address or a block of them, such as 10.0.0.0/8", Kind::block);

    static final Kind<String> TARGET =
            new Kind<>(
                    "an address, a block such as 10.0.0.0/8, a name, *.example.org or loopback",
                    text ->
                            text.matches("(\\*\\.)?" + NAME) && !isNumeric(text)
                                    ? text
                                    : block(text));

    static final Kind<InetSocketAddress> DNS_SERVER =
            new Kind<>(
                    "an address, with :port unless it is 53, such as 192.0.2.53 or [::1]:5353",
                    Kind::dnsServer);

    /** In bits per second. */
    static Kind<Integer> rate(int least, int most) {
        return new Kind<>(
                "a bit rate from %s to %s, such as 64k"
                        .formatted(printRate(least), printRate(most)),
                text -> (int) within(quantity(text, BITS_PER_SECOND), least, most));
    }

    /** In bytes, of files and disks. */
    static Kind<Long> size(long least, long most) {
        return new Kind<>(
                "a size of at least %d bytes, such as 512MiB or 4GiB".formatted(least),
                text -> within(quantity(text, BYTES), least, most));
    }

    static Kind<Duration> duration(int leastMillis, long mostMillis) {
        return new Kind<>(
                "a time from %d ms to %d ms, such as 500ms or 2s"
                        .formatted(leastMillis, mostMillis),
                text -> Duration.ofMillis(within(quantity(text, MILLIS), leastMillis, mostMillis)));
    }

    static Kind<Integer> oneOf(Integer... numbers) {
        String all = Arrays.stream(numbers).map(String::valueOf).collect(Collectors.joining(", "));
        return new Kind<>(
                "one of " + all,
                text -> {
                    Integer number = Integer.valueOf(text);
                    if (!List.of(numbers).contains(number)) {
                        throw new IllegalArgumentException(text);
                    }
                    return number;
                });
    }

    static <E extends Enum<E>> Kind<E> oneOf(Class<E> type) {
        String all =
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
        return new Kind<>(
                "one of " + all, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
    }

    private static Duration sessionInterval(String text) {
        if (isOff(text)) {
            return Duration.ZERO;
        }
        long millis = within(quantity(text, MILLIS), 90_000, 24 * 3_600_000L);
        return Duration.ofSeconds(millis / 1000);
    }

    /** YAML reads a bare off as false. */
    private static boolean isOff(String text) {
        return List.of("off", "false", "0").contains(text);
    }

    private static String percent(String text) {
        return matching(text, "\\d{1,3} ?%").replaceAll("[ %]", "");
    }

    private static long quantity(String text, Map<String, Long> units) {
        Matcher parts = QUANTITY.matcher(text);
        Long unit = parts.matches() ? units.get(parts.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(text);
        }
        return Math.multiplyExact(Long.parseLong(parts.group(1)), unit);
    }

    private static String printRate(int bitsPerSecond) {
        return bitsPerSecond / 1000 + "k";
    }

    private static long within(long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("out of range: " + value);
        }
        return value;
    }

    private static String matching(String text, String regex) {
        if (!text.matches(regex)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /** A name is not resolved: what we listen on must not depend on a name server. */
    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text.equals("localhost") ? "127.0.0.1" : text);
    }

    /** An IPv6 address has brackets where a port follows. */
    private static InetSocketAddress dnsServer(String text) {
        Matcher parts = WITH_PORT.matcher(text);
        String address = parts.matches() ? parts.group(1) : text;
        String port = parts.matches() ? parts.group(2) : "53";
        boolean bracketed = address.startsWith("[") && address.endsWith("]");
        return new InetSocketAddress(
                InetAddress.ofLiteral(
                        bracketed ? address.substring(1, address.length() - 1) : address),
                (int) within(Integer.parseInt(port), 1, 65535));
    }

    private static boolean isNumeric(String text) {
        return text.matches("[0-9.]+");
    }

    private static String block(String text) {
        String[] parts = text.split("/", 2);
        int bits = InetAddress.ofLiteral(parts[0]).getAddress().length * 8;
        if (parts.length == 2) {
            within(Integer.parseInt(parts[1]), 0, bits);
        }
        return text;
    }
}
