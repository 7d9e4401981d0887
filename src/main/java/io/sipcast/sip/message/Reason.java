package io.sipcast.sip.message;

import io.sipcast.bytes.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One value of the header Reason, RFC 3326: why a request was sent, or a call refused (RFC 6432).
 *
 * @param protocol SIP, Q.850 or another
 * @param cause of that protocol: a SIP status, a Q.850 cause
 * @param text for people
 */
public record Reason(String protocol, OptionalInt cause, @Nullable String text) {
    private static final String SIP = "SIP";
    private static final String Q850 = "Q.850";

    public static Reason sip(int status) {
        return new Reason(SIP, OptionalInt.of(status), ReasonPhrase.of(status));
    }

    public static Reason q850(int cause, String text) {
        return new Reason(Q850, OptionalInt.of(cause), text);
    }

    /** The values in a header's lines; what is no Reason is not there. */
    static List<Reason> all(List<String> values) {
        List<Reason> all = new ArrayList<>();
        for (String value : values) {
            try {
                all.add(parse(value));
            } catch (ProtocolException _) {
                // said for people's sake only
            }
        }
        return all;
    }

    private static Reason parse(String value) {
        Lexer in = new Lexer(HeaderName.REASON, value);
        String protocol = in.token();
        OptionalInt cause = OptionalInt.empty();
        String text = null;
        while (in.acceptSeparator(';')) {
            String name = in.token();
            in.expectSeparator('=');
            String given = in.peek() == '"' ? in.quoted() : in.token();
            if (name.equalsIgnoreCase("cause") && given.matches("[0-9]{1,3}")) {
                cause = OptionalInt.of(Integer.parseInt(given));
            } else if (name.equalsIgnoreCase("text")) {
                text = given;
            }
        }
        in.expectEnd();
        return new Reason(protocol, cause, text);
    }

    public boolean isQ850() {
        return protocol.equalsIgnoreCase(Q850);
    }

    public boolean isSip() {
        return protocol.equalsIgnoreCase(SIP);
    }

    /** Puts it on a request, if there is one. */
    public static UnaryOperator<SipRequest> saying(@Nullable Reason reason) {
        return request ->
                reason == null ? request : request.with(HeaderName.REASON, reason.print());
    }

    /** The header's value. */
    public String print() {
        return protocol
                + (cause.isPresent() ? ";cause=" + cause.getAsInt() : "")
                + (text == null ? "" : ";text=" + Lexer.quote(text));
    }

    /** For people: {@code Q.850 17, user busy}. */
    String words() {
        StringBuilder words = new StringBuilder(protocol);
        cause.ifPresent(number -> words.append(' ').append(number));
        if (isQ850() && cause.isPresent()) {
            words.append(", ").append(Q850Cause.words(cause.getAsInt()));
        }
        if (text != null
                && !words.toString()
                        .toLowerCase(Locale.ROOT)
                        .contains(text.toLowerCase(Locale.ROOT))) {
            words.append(", \"").append(text).append('"');
        }
        return words.toString();
    }
}
