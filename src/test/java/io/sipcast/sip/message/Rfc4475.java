package io.sipcast.sip.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The messages of RFC 4475 by name, from a file that has them in the notation of its §2: {@code
 * allOneLine}, {@code hex} and {@code repeat}.
 */
public final class Rfc4475 {
    private static final Pattern TITLE = Pattern.compile("(?m)^=== \\S+ (\\S+)\n");
    private static final Pattern ONE_LINE =
            Pattern.compile("<allOneLine>\n(.*?)\n</allOneLine>", Pattern.DOTALL);
    private static final Pattern REPEAT =
            Pattern.compile("<repeat count=(\\d+)>(.*?)</repeat>", Pattern.DOTALL);
    private static final Pattern HEX = Pattern.compile("<hex>([0-9A-F\\s]*)</hex>");
    private static final Map<String, byte[]> MESSAGES = read();

    private Rfc4475() {}

    /** Bytes as a datagram has them, in the order of the RFC. */
    public static Map<String, byte[]> messages() {
        return MESSAGES;
    }

    public static byte[] message(String name) {
        return Objects.requireNonNull(MESSAGES.get(name), name).clone();
    }

    private static Map<String, byte[]> read() {
        String text;
        try (InputStream in = Rfc4475.class.getResourceAsStream("/sip/rfc4475.txt")) {
            text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, byte[]> messages = new LinkedHashMap<>();
        Matcher title = TITLE.matcher(text);
        while (title.find()) {
            int start = title.end();
            Matcher next = TITLE.matcher(text);
            int end = next.find(start) ? next.start() : text.length();
            messages.put(title.group(1), bytes(text.substring(start, end)));
        }
        return messages;
    }

    private static byte[] bytes(String notation) {
        String joined = replaced(ONE_LINE, notation, m -> m.group(1).replace("\n", ""));
        String repeated =
                replaced(REPEAT, joined, m -> m.group(2).repeat(Integer.parseInt(m.group(1))));
        String lines = repeated.replace("\n", "\r\n");
        String octets =
                replaced(
                        HEX,
                        lines,
                        m -> {
                            String digits = m.group(1).replaceAll("\\s", "");
                            return new String(HexFormat.of().parseHex(digits), ISO_8859_1);
                        });
        return octets.getBytes(ISO_8859_1);
    }

    private static String replaced(Pattern pattern, String text, Function<MatchResult, String> by) {
        return pattern.matcher(text).replaceAll(m -> Matcher.quoteReplacement(by.apply(m)));
    }
}
