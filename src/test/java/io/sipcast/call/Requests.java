package io.sipcast.call;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests for a call of sound to bob, as REST would make them. */
final class Requests {
    private Requests() {}

    /** Without a target. */
    static CallRequest toBob() {
        return toBob(null, null);
    }

    /** Published there. */
    static CallRequest toBob(@Nullable String rtmpUrl, @Nullable String rtmpStream) {
        return new CallRequest(
                "call",
                "sip:bob@127.0.0.1",
                null,
                rtmpUrl,
                rtmpStream,
                true,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                Map.of(),
                null,
                null);
    }
}
