package io.sipcast.sip.message;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The names of the header fields we know, and their compact forms, RFC 3261 §7.3.3. */
public final class HeaderName {
    public static final String ACCEPT = "Accept";
    public static final String ACCEPT_ENCODING = "Accept-Encoding";
    public static final String ALLOW = "Allow";
    public static final String AUTHORIZATION = "Authorization";
    public static final String CALL_ID = "Call-ID";
    public static final String CONTACT = "Contact";
    public static final String CONTENT_DISPOSITION = "Content-Disposition";
    public static final String CONTENT_ENCODING = "Content-Encoding";
    public static final String CONTENT_LENGTH = "Content-Length";
    public static final String CONTENT_TYPE = "Content-Type";
    public static final String CSEQ = "CSeq";
    public static final String DATE = "Date";
    public static final String EVENT = "Event";
    public static final String EXPIRES = "Expires";
    public static final String FROM = "From";
    public static final String INFO_PACKAGE = "Info-Package";
    public static final String MAX_FORWARDS = "Max-Forwards";
    public static final String MIN_EXPIRES = "Min-Expires";
    public static final String MIN_SE = "Min-SE";
    public static final String PROXY_AUTHENTICATE = "Proxy-Authenticate";
    public static final String PROXY_AUTHORIZATION = "Proxy-Authorization";
    public static final String PROXY_REQUIRE = "Proxy-Require";
    public static final String RACK = "RAck";
    public static final String REASON = "Reason";
    public static final String RECORD_ROUTE = "Record-Route";
    public static final String RECV_INFO = "Recv-Info";
    public static final String REFER_TO = "Refer-To";
    public static final String REPLACES = "Replaces";
    public static final String REQUIRE = "Require";
    public static final String RETRY_AFTER = "Retry-After";
    public static final String ROUTE = "Route";
    public static final String RSEQ = "RSeq";
    public static final String SERVER = "Server";
    public static final String SESSION_EXPIRES = "Session-Expires";
    public static final String SUBJECT = "Subject";
    public static final String SUPPORTED = "Supported";
    public static final String TO = "To";
    public static final String UNSUPPORTED = "Unsupported";
    public static final String USER_AGENT = "User-Agent";
    public static final String VIA = "Via";
    public static final String WARNING = "Warning";
    public static final String WWW_AUTHENTICATE = "WWW-Authenticate";

    private static final Map<String, String> KNOWN = new HashMap<>();

    static {
        for (String name :
                new String[] {
                    ACCEPT,
                    ACCEPT_ENCODING,
                    ALLOW,
                    AUTHORIZATION,
                    CALL_ID,
                    CONTACT,
                    CONTENT_DISPOSITION,
                    CONTENT_ENCODING,
                    CONTENT_LENGTH,
                    CONTENT_TYPE,
                    CSEQ,
                    DATE,
                    EVENT,
                    EXPIRES,
                    FROM,
                    INFO_PACKAGE,
                    MAX_FORWARDS,
                    MIN_EXPIRES,
                    MIN_SE,
                    PROXY_AUTHENTICATE,
                    PROXY_AUTHORIZATION,
                    PROXY_REQUIRE,
                    RACK,
                    REASON,
                    RECORD_ROUTE,
                    RECV_INFO,
                    REFER_TO,
                    REPLACES,
                    REQUIRE,
                    RETRY_AFTER,
                    ROUTE,
                    RSEQ,
                    SERVER,
                    SESSION_EXPIRES,
                    SUBJECT,
                    SUPPORTED,
                    TO,
                    UNSUPPORTED,
                    USER_AGENT,
                    VIA,
                    WARNING,
                    WWW_AUTHENTICATE
                }) {
            KNOWN.put(name.toLowerCase(Locale.ROOT), name);
            KNOWN.put(name, name);
        }
        KNOWN.putAll(
                Map.ofEntries(
                        Map.entry("c", CONTENT_TYPE),
                        Map.entry("e", CONTENT_ENCODING),
                        Map.entry("f", FROM),
                        Map.entry("i", CALL_ID),
                        Map.entry("k", SUPPORTED),
                        Map.entry("l", CONTENT_LENGTH),
                        Map.entry("m", CONTACT),
                        Map.entry("o", EVENT),
                        Map.entry("r", REFER_TO),
                        Map.entry("s", SUBJECT),
                        Map.entry("t", TO),
                        Map.entry("v", VIA),
                        Map.entry("x", SESSION_EXPIRES)));
    }

    private HeaderName() {}

    /** The usual full name of a header we know; any other name as it came. */
    public static String canonical(String name) {
        String known = KNOWN.get(name);
        if (known == null) {
            known = KNOWN.get(name.toLowerCase(Locale.ROOT));
        }
        return known == null ? name : known;
    }
}
