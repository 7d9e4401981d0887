package io.sipcast.net;

import io.sipcast.config.StreamKey;
import io.sipcast.live.StreamName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The keys that open streams, as they are configured. A stream that no entry names is open; one
 * that several name is opened by the key of any of them.
 */
final class StreamKeys {
    private static final String PARAMETER = "key=";

    private final List<StreamKey> keys;

    StreamKeys(List<StreamKey> keys) {
        this.keys = List.copyOf(keys);
    }

    boolean guards(StreamName name) {
        return keys.stream().anyMatch(key -> key.names(name));
    }

    /** Whether the stream is open to who asks with this query; the time taken tells nothing. */
    boolean open(StreamName name, String query) {
        boolean guarded = false;
        boolean right = false;
        for (StreamKey key : keys) {
            if (key.names(name)) {
                guarded = true;
                right |= key.key().matches(keyIn(query));
            }
        }
        return right || !guarded;
    }

    /** The first {@code key=} of a query; empty without one. */
    static String keyIn(String query) {
        for (String parameter : query.split("[&?]", -1)) {
            if (parameter.startsWith(PARAMETER)) {
                return decoded(parameter.substring(PARAMETER.length()));
            }
        }
        return "";
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return value; // a stray percent sign
        }
    }
}
