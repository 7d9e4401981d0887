package io.sipcast.sip.auth;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.sip.message.Lexer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code Digest name=value, name="value"}: challenge and credentials look alike. */
record AuthParams(Map<String, String> values) {
    static AuthParams parse(String header, String text) {
        Lexer in = new Lexer(header, text);
        String scheme = in.token();
        if (!scheme.equalsIgnoreCase("Digest")) {
            throw new ProtocolException(Fault.UNSUPPORTED, header + ": scheme " + scheme);
        }
        Map<String, String> values = new LinkedHashMap<>();
        in.skipSpace();
        while (!in.atEnd()) {
            if (!in.acceptSeparator(',')) {
                readOne(in, values);
            }
        }
        return new AuthParams(values);
    }

    private static void readOne(Lexer in, Map<String, String> values) {
        String name = in.token().toLowerCase(Locale.ROOT);
        in.expectSeparator('=');
        String value = in.peek() == '"' ? in.quoted() : in.until(",\"");
        if (values.putIfAbsent(name, value) != null) {
            throw in.fail(name + " twice");
        }
        in.skipSpace();
        if (!in.atEnd() && in.peek() != ',') {
            throw in.fail("',' expected");
        }
    }

    @Nullable String value(String name) {
        return values.get(name);
    }

    String required(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new ProtocolException(Fault.MALFORMED, "Digest without " + name);
        }
        return value;
    }

    DigestAlgorithm algorithm() {
        String token = values.getOrDefault("algorithm", DigestAlgorithm.MD5.token());
        DigestAlgorithm known = DigestAlgorithm.of(token);
        if (known == null) {
            throw new ProtocolException(Fault.UNSUPPORTED, "Digest algorithm");
        }
        return known;
    }
}
