package io.sipcast.sip.trace;

import io.sipcast.sip.message.Header;
import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints a message without what must not be shown: digests, passwords in URIs, keys of media (RFC
 * 4568, RFC 4567, RFC 8839) and of streams, headers that look like secrets, digits of INFO, which
 * may be a PIN. Who, where and which realm stay.
 */
final class Secrets {
    private static final String HIDDEN = "***";
    private static final String CRLF = "\r\n";

    /** What a digest says besides what proves the password (RFC 7616 §3.4). */
    private static final Set<String> OPEN = Set.of("username", "realm", "algorithm", "nc", "qop");

    private static final Pattern PARAMETER =
            Pattern.compile("([\\w-]+)\\s*=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s,\"]+)");
    private static final Pattern SECRET_NAME =
            Pattern.compile(".*(key|token|secret|passw|pwd|credential|cookie|auth).*");
    private static final Pattern PASSWORD = Pattern.compile("(?i)(sips?:[^@:\\s;>]*):[^@\\s]*@");
    private static final Pattern STREAM = Pattern.compile("(?i)(rtmp[a-z]*://)[^\\s\"<>]*");
    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s\"<>?]*\\?)[^\\s\"<>]*");
    private static final Pattern SDP_KEY =
            Pattern.compile(
                    "(?m)^(a=crypto:\\d+ +\\S+ +|a=key-mgmt:\\w+ +|a=ice-pwd:|k=)[^\\r\\n]*");
    private static final Pattern DIGIT = Pattern.compile("[0-9A-Da-d*#](?=\\s*(\\r|\\n|$))");

    private Secrets() {}

    static String print(SipMessage message) {
        StringBuilder out = new StringBuilder(1024).append(startLine(message)).append(CRLF);
        for (Header header : message.headers()) {
            out.append(header.name()).append(": ").append(value(header)).append(CRLF);
        }
        out.append(HeaderName.CONTENT_LENGTH).append(": ").append(message.body().size());
        return out.append(CRLF).append(CRLF).append(body(message)).toString();
    }

    private static String startLine(SipMessage message) {
        return switch (message) {
            case SipRequest request ->
                    request.method().name() + " " + plain(request.uri().print()) + " SIP/2.0";
            case SipResponse response ->
                    "SIP/2.0 " + response.status() + " " + plain(response.reason());
        };
    }

    private static String value(Header header) {
        return switch (header.name()) {
            case HeaderName.AUTHORIZATION, HeaderName.PROXY_AUTHORIZATION ->
                    credentials(header.value());
            case HeaderName.WWW_AUTHENTICATE, HeaderName.PROXY_AUTHENTICATE -> header.value();
            default ->
                    SECRET_NAME.matcher(header.name().toLowerCase(Locale.ROOT)).matches()
                            ? HIDDEN
                            : plain(header.value());
        };
    }

    private static String credentials(String value) {
        int space = value.indexOf(' ');
        if (space < 0 || !value.substring(0, space).equalsIgnoreCase("Digest")) {
            return HIDDEN;
        }
        StringBuilder out = new StringBuilder("Digest");
        Matcher parameter = PARAMETER.matcher(value.substring(space));
        for (String separator = " "; parameter.find(); separator = ", ") {
            String name = parameter.group(1);
            boolean open = OPEN.contains(name.toLowerCase(Locale.ROOT));
            out.append(separator).append(name).append('=');
            out.append(open ? parameter.group(2) : "\"" + HIDDEN + "\"");
        }
        return out.toString();
    }

    /** Without the passwords of URIs in it. */
    private static String plain(String text) {
        String open = mayHoldPassword(text) ? PASSWORD.matcher(text).replaceAll("$1:***@") : text;
        if (!open.contains("://")) {
            return open;
        }
        String hidden = STREAM.matcher(open).replaceAll("$1***");
        return QUERY.matcher(hidden).replaceAll("$1***");
    }

    /** Quick: nearly every address has one '@', behind the colon of its scheme. */
    private static boolean mayHoldPassword(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            return false;
        }
        int colon = text.lastIndexOf(':', at);
        boolean scheme =
                text.regionMatches(true, colon - 3, "sip", 0, 3)
                        || text.regionMatches(true, colon - 4, "sips", 0, 4);
        return !scheme || text.indexOf('@', at + 1) >= 0;
    }

    private static String body(SipMessage message) {
        if (message.body().size() == 0) {
            return "";
        }
        String text = new String(message.body().toArray(), StandardCharsets.UTF_8);
        String type = String.valueOf(message.contentType()).toLowerCase(Locale.ROOT);
        if (type.startsWith("application/dtmf")) {
            return DIGIT.matcher(text).replaceAll("*");
        }
        return plain(SDP_KEY.matcher(text).replaceAll("$1***"));
    }
}
