package io.sipcast.sip.auth;

/** What a digest protects, RFC 7616 §3.3. */
public enum Qop {
    /** The server offers no choice: the digest of RFC 2069. */
    NONE(""),
    AUTH("auth"),
    /** The body too. */
    AUTH_INT("auth-int");

    private final String token;

    Qop(String token) {
        this.token = token;
    }

    public String token() {
        return token;
    }
}
