package io.sipcast.web;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The cookie that carries a login's token (RFC 6265). Its name has our port, since browsers send
 * cookies to all ports of a host: two gateways would log each other's users out. Over HTTPS the
 * prefix {@code __Host-} keeps neighbours and plain HTTP from setting it.
 *
 * @param secure whether the browser came by HTTPS
 */
record SessionCookie(String name, boolean secure) {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** A neighbour's host may add cookies of our name, and only so many are looked at. */
    private static final int MOST_TOKENS = 8;

    static SessionCookie of(Caller caller) {
        String prefix = caller.secure() ? "__Host-" : "";
        return new SessionCookie(prefix + "sipcast-" + caller.port(), caller.secure());
    }

    /** What Set-Cookie says; without Max-Age it is gone with the browser. */
    String print(String token) {
        return name
                + "="
                + token
                + "; Path=/; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }

    /** What Set-Cookie says when it is to be forgotten. */
    String printGone() {
        return print("") + "; Max-Age=0";
    }

    /** What may be tokens in the Cookie fields of a request, of which HTTP/2 may make several. */
    List<String> tokens(List<String> fields) {
        return fields.stream()
                .flatMap(field -> Stream.of(field.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .filter(value -> TOKEN.matcher(value).matches())
                .limit(MOST_TOKENS)
                .toList();
    }
}
