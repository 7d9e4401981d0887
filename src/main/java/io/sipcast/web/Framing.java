package io.sipcast.web;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which pages may show one of ours in a frame, as a browser is told of it: by the
 * Content-Security-Policy, and by X-Frame-Options where that can say the same.
 *
 * @param ancestors the sources of CSP's frame-ancestors
 */
record Framing(String ancestors) {
    static final Framing NOBODY = new Framing("'none'");

    private static final String OURSELVES = "'self'";

    /** By our own pages and those of these origins; * for all. */
    static Framing by(List<String> origins) {
        if (origins.contains("*")) {
            return new Framing("*");
        }
        return new Framing(
                Stream.concat(Stream.of(OURSELVES), origins.stream().map(Framing::source))
                        .collect(Collectors.joining(" ")));
    }

    /** An origin has no path in a policy, not even an empty one. */
    private static String source(String origin) {
        return origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin;
    }

    /**
     * Writes a page's policy with its ancestors. A page that other origins may frame lets those
     * load it that isolate themselves.
     *
     * @param policy the rest of the Content-Security-Policy
     */
    void write(MultiMap headers, String policy) {
        boolean ours = ancestors.equals(OURSELVES) || this.equals(NOBODY);
        headers.set("Content-Security-Policy", policy + "; frame-ancestors " + ancestors);
        headers.set("Cross-Origin-Resource-Policy", ours ? "same-origin" : "cross-origin");
        if (ours) {
            headers.set("X-Frame-Options", this.equals(NOBODY) ? "DENY" : "SAMEORIGIN");
        } else {
            headers.remove("X-Frame-Options"); // it cannot name an origin
        }
    }
}
