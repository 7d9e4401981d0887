package io.sipcast.sdp;

import java.util.ArrayList;
import java.util.List;

/** The payload types that we offer, and how each is to be coded. */
final class OfferedFormats {
    /** One for each clock. */
    private static final List<Integer> TELEPHONE_EVENTS = List.of(101, 102, 103, 104);

    private static final int H264_NON_INTERLEAVED = 96;
    private static final int H264_SINGLE_NAL = 97;

    private static final int VP8 = 98;
    private static final int H265 = 99;

    /**
     * Constrained Baseline, level 3.1: what every device knows. High is not offered beside it: a
     * device that prefers it answers and sends it all the same, and those that look at the first
     * payload type only must find this one.
     */
    private static final String PROFILE = "profile-level-id=42e01f;level-asymmetry-allowed=1";

    /** As much as level 3.1: 30 pictures a second of 3600 macroblocks, RFC 7741 §6.1. */
    static final String VP8_LIMITS = "max-fr=30;max-fs=3600";

    /** Main profile, main tier, level 3.1, in one stream: RFC 7798 §7.1. */
    private static final String H265_MAIN = "profile-id=1;tier-flag=0;level-id=93;tx-mode=SRST";

    private OfferedFormats() {}

    static List<PayloadFormat> of(Kind kind, Capabilities ours) {
        List<PayloadFormat> formats = new ArrayList<>();
        for (Encoding encoding : ours.of(kind)) {
            formats.addAll(of(encoding));
        }
        if (kind == Kind.AUDIO) {
            formats.addAll(telephoneEvents(formats));
        }
        return formats;
    }

    private static List<PayloadFormat> of(Encoding encoding) {
        return switch (encoding) {
            case PCMU -> List.of(format(0, encoding, ""));
            case PCMA -> List.of(format(8, encoding, ""));
            case H264 -> // a type for each mode: half of the devices know only one of them
                    List.of(
                            format(
                                    H264_NON_INTERLEAVED,
                                    encoding,
                                    PROFILE + ";packetization-mode=1"),
                            format(H264_SINGLE_NAL, encoding, PROFILE + ";packetization-mode=0"));
            case VP8 -> List.of(format(VP8, encoding, VP8_LIMITS));
            case H265 -> List.of(format(H265, encoding, H265_MAIN));
            case TELEPHONE_EVENT_8K,
                    TELEPHONE_EVENT_16K,
                    TELEPHONE_EVENT_32K,
                    TELEPHONE_EVENT_48K ->
                    throw new IllegalArgumentException(encoding + " goes with sound");
        };
    }

    /** Keys on each clock that the sound may have, RFC 4733 §2.1. */
    static List<PayloadFormat> telephoneEvents(List<PayloadFormat> sound) {
        List<Encoding> encodings =
                sound.stream()
                        .map(format -> format.encoding().clockRateHz())
                        .distinct()
                        .flatMap(clock -> Encoding.telephoneEvent(clock).stream())
                        .toList();
        List<PayloadFormat> formats = new ArrayList<>();
        for (int i = 0; i < encodings.size(); i++) {
            formats.add(format(TELEPHONE_EVENTS.get(i), encodings.get(i), LocalDescription.KEYS));
        }
        return formats;
    }

    private static PayloadFormat format(int payloadType, Encoding encoding, String parameters) {
        return new PayloadFormat(payloadType, encoding, new Fmtp(payloadType, parameters));
    }
}
