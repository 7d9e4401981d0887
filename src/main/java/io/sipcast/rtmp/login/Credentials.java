package io.sipcast.rtmp.login;

import io.sipcast.bytes.PercentEncoding;
import io.sipcast.rtmp.RtmpUrl;
import org.jspecify.annotations.Nullable;

/** Who we are at a server. Printed without the password. */
record Credentials(String user, String password) {
    private static final String PLAIN = "@!*";

    /** Those of a URL; null where it lacks one of them. */
    static @Nullable Credentials of(RtmpUrl url) {
        String user = url.user();
        String password = url.password();
        return user == null || user.isEmpty() || password == null
                ? null
                : new Credentials(user, password);
    }

    /** A value that neither ends its field nor the query. */
    static String inQuery(String value) {
        return PercentEncoding.encode(value, PLAIN);
    }

    @Override
    public String toString() {
        return user + ":***";
    }
}
