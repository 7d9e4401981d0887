package io.sipcast.sdp;

import java.util.ArrayList;
import java.util.List;

/** How an offered payload type of pictures is answered. */
final class VideoAnswer {
    /**
     * RFC 6184 §8.2.2: profile and mode have to be the same in the answer, and the level not higher
     * unless both may differ: the offer's values serve for all three. Its sprop-parameter-sets are
     * about the peer's stream, not about ours.
     */
    private static final List<String> H264 =
            List.of("profile-level-id", "level-asymmetry-allowed", "packetization-mode");

    /** RFC 7798 §7.2.2: what makes the format what it is has to be the same in the answer. */
    private static final List<String> H265 =
            List.of(
                    "profile-space",
                    "profile-id",
                    "tier-flag",
                    "level-id",
                    "interop-constraints",
                    "profile-compatibility-indicator",
                    "tx-mode");

    private VideoAnswer() {}

    static PayloadFormat to(PayloadFormat offered) {
        return switch (offered.encoding()) {
            case H264 -> with(offered, kept(offered, H264));
            case H265 -> with(offered, kept(offered, H265));
            case VP8 -> with(offered, OfferedFormats.VP8_LIMITS);
            default -> with(offered, "");
        };
    }

    private static String kept(PayloadFormat offered, List<String> names) {
        List<String> kept = new ArrayList<>();
        for (String name : names) {
            String value = offered.fmtp().value(name);
            if (value != null) {
                kept.add(name + "=" + value);
            }
        }
        return String.join(";", kept);
    }

    private static PayloadFormat with(PayloadFormat offered, String parameters) {
        int type = offered.payloadType();
        return new PayloadFormat(type, offered.encoding(), new Fmtp(type, parameters));
    }
}
