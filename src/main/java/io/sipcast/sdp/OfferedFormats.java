package io.sipcast.sdp;

import java.util.ArrayList;
import java.util.List;

/** The payload types that we offer, and how each is to be coded. */
final class OfferedFormats {
    private static final int OPUS = 111;
    private static final int H264_NON_INTERLEAVED = 96;
    private static final int H264_SINGLE_NAL = 97;

    /** Constrained Baseline, level 3.1. */
    private static final String PROFILE = "profile-level-id=42e01f;level-asymmetry-allowed=1";

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
            case OPUS -> List.of(format(OPUS, encoding, OpusParameters.OURS));
            case H264 -> // a type for each mode: half of the devices know only one of them
                    List.of(
                            format(
                                    H264_NON_INTERLEAVED,
                                    encoding,
                                    PROFILE + ";packetization-mode=1"),
                            format(H264_SINGLE_NAL, encoding, PROFILE + ";packetization-mode=0"));
            case TELEPHONE_EVENT_8K,
                    TELEPHONE_EVENT_16K,
                    TELEPHONE_EVENT_32K,
                    TELEPHONE_EVENT_48K ->
                    throw new IllegalArgumentException(encoding + " goes with sound");
        };
    }

    /** Keys on each clock that the sound may have, RFC 4733 §2.1. */
    static List<PayloadFormat> telephoneEvents(List<PayloadFormat> sound) {
        return sound.stream()
                .map(format -> format.encoding().clockRateHz())
                .distinct()
                .flatMap(clock -> Encoding.telephoneEvent(clock).stream())
                .map(event -> format(typeOf(event), event, LocalDescription.KEYS))
                .toList();
    }

    /** A number for each clock: whoever knows but one takes 101 for that of 8 kHz. */
    private static int typeOf(Encoding event) {
        return switch (event.clockRateHz()) {
            case 8_000 -> 101;
            case 16_000 -> 102;
            case 32_000 -> 103;
            default -> 104;
        };
    }

    private static PayloadFormat format(int payloadType, Encoding encoding, String parameters) {
        return new PayloadFormat(payloadType, encoding, new Fmtp(payloadType, parameters));
    }
}
