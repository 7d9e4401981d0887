package io.sipcast.sdp;

import java.util.ArrayList;
import java.util.List;

/** The payload types that we offer, and how each is to be coded. */
final class OfferedFormats {
    private static final int OPUS = 111;
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
        List<PayloadFormat> noise = new ArrayList<>();
        for (Encoding encoding : ours.of(kind)) {
            (encoding.isComfortNoise() ? noise : formats).addAll(of(encoding, ours.stereo()));
        }
        if (kind == Kind.AUDIO) {
            noise.removeIf(format -> !ours.takesNoise(List.copyOf(formats), format));
            formats.addAll(noise);
            formats.addAll(telephoneEvents(formats));
        }
        return formats;
    }

    private static List<PayloadFormat> of(Encoding encoding, boolean stereo) {
        return switch (encoding) {
            case PCMU -> List.of(format(0, encoding, ""));
            case PCMA -> List.of(format(8, encoding, ""));
            case G722 -> List.of(format(9, encoding, ""));
            case G729 -> List.of(format(18, encoding, SoundParameters.NO_ANNEX_B));
            case SPEEX_32K -> List.of(format(112, encoding, ""));
            case SPEEX_16K -> List.of(format(113, encoding, ""));
            case SPEEX_8K -> List.of(format(110, encoding, ""));
            case AMR -> amr(115, 116, encoding);
            case AMR_WB -> amr(117, 118, encoding);
            case ILBC -> List.of(format(119, encoding, SoundParameters.SHORT_FRAMES));
            case GSM -> List.of(format(3, encoding, ""));
            case L16_48K -> List.of(format(120, encoding, ""));
            case L16_44K -> List.of(format(11, encoding, ""));
            case L16_44K_STEREO -> List.of(format(10, encoding, ""));
            case L16_16K -> List.of(format(121, encoding, ""));
            case L16_8K -> List.of(format(122, encoding, ""));
            case G726_40 -> List.of(format(123, encoding, ""));
            case G726_32 -> List.of(format(124, encoding, ""));
            case G726_24 -> List.of(format(125, encoding, ""));
            case G726_16 -> List.of(format(126, encoding, ""));
            case AAL2_G726_40 -> List.of(format(105, encoding, ""));
            case AAL2_G726_32 -> List.of(format(106, encoding, ""));
            case AAL2_G726_24 -> List.of(format(107, encoding, ""));
            case AAL2_G726_16 -> List.of(format(108, encoding, ""));
            case CN_8K -> List.of(format(13, encoding, ""));
            case CN_16K -> List.of(); // taken, but codecs of this clock have pauses of their own
            case OPUS -> List.of(format(OPUS, encoding, SoundParameters.opus(stereo)));
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

    /** A type for each packing: there are devices that know only one of them. */
    private static List<PayloadFormat> amr(int efficient, int aligned, Encoding encoding) {
        return List.of(
                format(efficient, encoding, ""),
                format(aligned, encoding, SoundParameters.OCTET_ALIGN));
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
