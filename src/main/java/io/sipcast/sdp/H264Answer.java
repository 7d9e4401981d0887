package io.sipcast.sdp;

import java.util.ArrayList;
import java.util.List;

/** How an offered H.264 payload type is answered, RFC 6184 §8.2.2. */
final class H264Answer {
    private H264Answer() {}

    /**
     * Profile and mode have to be the same in the answer, and the level not higher unless both may
     * differ: the offer's values serve for all three. Its sprop-parameter-sets are about the peer's
     * stream, not about ours.
     */
    static PayloadFormat to(PayloadFormat offered) {
        List<String> kept = new ArrayList<>();
        for (String name :
                List.of("profile-level-id", "level-asymmetry-allowed", "packetization-mode")) {
            String value = offered.fmtp().value(name);
            if (value != null) {
                kept.add(name + "=" + value);
            }
        }
        return new PayloadFormat(
                offered.payloadType(),
                offered.encoding(),
                new Fmtp(offered.payloadType(), String.join(";", kept)));
    }
}
