package io.sipcast.sdp;

import io.sipcast.rtp.payload.FormatParameters;
import java.util.ArrayList;
import java.util.List;

/** The parameters of sound: which can be taken, and how they are answered. */
final class SoundParameters {
    /** RFC 4856 §2.1.9: without it annex B is on, and pauses are not sent. */
    static final String NO_ANNEX_B = "annexb=no";

    /** RFC 3952 §4.1: frames of 20 ms, unless the peer wants those of 30. */
    static final String SHORT_FRAMES = "mode=20";

    private static final String LONG_FRAMES = "mode=30";

    /** RFC 4867 §8.1. */
    static final String OCTET_ALIGN = "octet-align=1";

    private SoundParameters() {}

    /** RFC 7587 §6.1: loss is mended by FEC. What is not said: silence is to be sent. */
    static String opus(boolean stereo) {
        return stereo ? "useinbandfec=1;stereo=1" : "useinbandfec=1";
    }

    /**
     * Whether a payload of this form can be read: AMR with checksums, sorted bits or interleaved
     * frames can't, nor with several channels.
     */
    static boolean areSupported(PayloadFormat format) {
        if (!isAmr(format.encoding())) {
            return true;
        }
        FormatParameters parameters = FormatParameters.of(format.fmtp().text());
        return !parameters.isOn("crc")
                && !parameters.isOn("robust-sorting")
                && parameters.value("interleaving") == null;
    }

    private static boolean isAmr(Encoding encoding) {
        return encoding == Encoding.AMR || encoding == Encoding.AMR_WB;
    }

    /** Our form of a payload type that was offered. */
    static PayloadFormat answer(PayloadFormat offered, boolean stereo) {
        String text =
                switch (offered.encoding()) {
                    case G729 -> NO_ANNEX_B;
                    case OPUS -> opus(stereo);
                    case ILBC -> frames(offered.fmtp());
                    case AMR, AMR_WB -> amr(offered.fmtp());
                    case PCMU, PCMA, G722, GSM -> "";
                    case SPEEX_8K, SPEEX_16K, SPEEX_32K -> "";
                    case L16_8K, L16_16K, L16_44K, L16_44K_STEREO, L16_48K -> "";
                    case G726_16, G726_24, G726_32, G726_40 -> "";
                    case AAL2_G726_16, AAL2_G726_24, AAL2_G726_32, AAL2_G726_40 -> "";
                    case CN_8K, CN_16K, H264, VP8, H265 -> "";
                    case TELEPHONE_EVENT_8K, TELEPHONE_EVENT_16K -> "";
                    case TELEPHONE_EVENT_32K, TELEPHONE_EVENT_48K -> "";
                };
        int type = offered.payloadType();
        return new PayloadFormat(type, offered.encoding(), new Fmtp(type, text));
    }

    /** The offer's: of two modes the longer frames would hold, RFC 3952 §5. */
    private static String frames(Fmtp offered) {
        return "20".equals(offered.value("mode")) ? SHORT_FRAMES : LONG_FRAMES;
    }

    /**
     * What decides on the form must be the same (RFC 4867 §8.3.1); the rest is about the peer's
     * encoder, and we take what it can do.
     */
    private static String amr(Fmtp offered) {
        List<String> kept = new ArrayList<>();
        for (String name : List.of("octet-align", "mode-set", "mode-change-period")) {
            String value = offered.value(name);
            if (value != null) {
                kept.add(name + "=" + value);
            }
        }
        return String.join(";", kept);
    }
}
