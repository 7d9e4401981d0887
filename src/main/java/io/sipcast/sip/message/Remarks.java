package io.sipcast.sip.message;

import io.sipcast.bytes.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a message says besides its status about why: Reason (RFC 3326), Warning (RFC 3261 §20.43)
 * and Retry-After. A peer's words: without control characters, and not to be believed.
 *
 * @param warnings their texts
 */
public record Remarks(List<Reason> reasons, List<String> warnings, OptionalLong retryAfterSeconds) {
    public static final Remarks NONE = new Remarks(List.of(), List.of(), OptionalLong.empty());

    public Remarks {
        reasons = List.copyOf(reasons);
        warnings = List.copyOf(warnings);
    }

    /** Those of a message. */
    public static Remarks of(SipMessage message) {
        Headers headers = message.headers();
        if (!headers.has(HeaderName.REASON)
                && !headers.has(HeaderName.WARNING)
                && !headers.has(HeaderName.RETRY_AFTER)) {
            return NONE;
        }
        List<String> reasons = headers.values(HeaderName.REASON);
        return new Remarks(
                Reason.all(reasons.stream().map(Remarks::plain).toList()),
                warnings(headers.values(HeaderName.WARNING)),
                message.retryAfter());
    }

    /** What the text of a Reason header says; nothing when it is no such text. */
    public static Remarks ofReason(String text) {
        List<String> values = new ArrayList<>();
        ValueList.split(text, values);
        List<Reason> reasons = Reason.all(values.stream().map(Remarks::plain).toList());
        return new Remarks(reasons, List.of(), OptionalLong.empty());
    }

    /** {@code 305 pbx.example.org "Incompatible media format"}. */
    private static List<String> warnings(List<String> values) {
        List<String> texts = new ArrayList<>();
        for (String value : values) {
            int quote = value.indexOf('"');
            if (quote >= 0) {
                try {
                    texts.add(
                            plain(new Lexer(HeaderName.WARNING, value.substring(quote)).quoted()));
                } catch (ProtocolException _) {
                    // said for people's sake only
                }
            }
        }
        return texts;
    }

    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** In words, empty when there are none. */
    public String words() {
        List<String> all = new ArrayList<>();
        reasons.forEach(reason -> all.add(reason.words()));
        String rest = detail();
        if (!rest.isEmpty()) {
            all.add(rest);
        }
        return String.join("; ", all);
    }

    /** Warnings and Retry-After in words, empty when there are none. */
    public String detail() {
        List<String> all = new ArrayList<>(warnings);
        retryAfterSeconds.ifPresent(seconds -> all.add("to be tried again in " + seconds + " s"));
        return String.join("; ", all);
    }
}
