package io.sipcast.sdp;

import io.sipcast.rtp.payload.AudioEncoding;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The encodings we can take. */
public enum Encoding {
    PCMU("PCMU", AudioEncoding.PCMU),
    PCMA("PCMA", AudioEncoding.PCMA),
    G722("G722", AudioEncoding.G722),
    G729("G729", AudioEncoding.G729),
    SPEEX_32K("speex", AudioEncoding.SPEEX_32K),
    SPEEX_16K("speex", AudioEncoding.SPEEX_16K),
    SPEEX_8K("speex", AudioEncoding.SPEEX_8K),
    AMR("AMR", AudioEncoding.AMR),
    AMR_WB("AMR-WB", AudioEncoding.AMR_WB),
    ILBC("iLBC", AudioEncoding.ILBC),
    GSM("GSM", AudioEncoding.GSM),
    L16_48K("L16", AudioEncoding.L16_48K),
    L16_44K("L16", AudioEncoding.L16_44K),
    L16_44K_STEREO("L16", AudioEncoding.L16_44K_STEREO, 2),
    L16_16K("L16", AudioEncoding.L16_16K),
    L16_8K("L16", AudioEncoding.L16_8K),
    G726_40("G726-40", AudioEncoding.G726_40),
    G726_32("G726-32", AudioEncoding.G726_32),
    G726_24("G726-24", AudioEncoding.G726_24),
    G726_16("G726-16", AudioEncoding.G726_16),
    AAL2_G726_40("AAL2-G726-40", AudioEncoding.AAL2_G726_40),
    AAL2_G726_32("AAL2-G726-32", AudioEncoding.AAL2_G726_32),
    AAL2_G726_24("AAL2-G726-24", AudioEncoding.AAL2_G726_24),
    AAL2_G726_16("AAL2-G726-16", AudioEncoding.AAL2_G726_16),
    CN_8K("CN", AudioEncoding.CN_8K),
    CN_16K("CN", AudioEncoding.CN_16K),
    /** RFC 7587 §7: two channels, whatever is sent. */
    OPUS("opus", AudioEncoding.OPUS, 2),
    TELEPHONE_EVENT_8K("telephone-event", 8000),
    TELEPHONE_EVENT_16K("telephone-event", 16_000),
    TELEPHONE_EVENT_32K("telephone-event", 32_000),
    TELEPHONE_EVENT_48K("telephone-event", 48_000),
    H264("H264", 90_000),
    VP8("VP8", 90_000),
    H265("H265", 90_000);

    private final String sdpName;
    private final int clockRateHz;
    private final int channels;
    private final @Nullable AudioEncoding audio;

    Encoding(String sdpName, int clockRateHz) {
        this(sdpName, clockRateHz, 1, null);
    }

    Encoding(String sdpName, AudioEncoding audio) {
        this(sdpName, audio, 1);
    }

    Encoding(String sdpName, AudioEncoding audio, int channels) {
        this(sdpName, audio.clockHz(), channels, audio);
    }

    Encoding(String sdpName, int clockRateHz, int channels, @Nullable AudioEncoding audio) {
        this.sdpName = sdpName;
        this.clockRateHz = clockRateHz;
        this.channels = channels;
        this.audio = audio;
    }

    public int clockRateHz() {
        return clockRateHz;
    }

    /** As the rtpmap has it; case does not matter. */
    public String sdpName() {
        return sdpName;
    }

    /** What it is when it is sound. */
    public Optional<AudioEncoding> audio() {
        return Optional.ofNullable(audio);
    }

    /** RFC 4733: keys, on whichever clock. */
    public boolean isTelephoneEvent() {
        return sdpName.equals("telephone-event");
    }

    /** RFC 3389: it goes with sound of the same clock. */
    public boolean isComfortNoise() {
        return audio != null && audio.isComfortNoise();
    }

    /** The keys that go with sound of this clock, RFC 4733 §2.1. */
    static Optional<Encoding> telephoneEvent(int clockRateHz) {
        return Arrays.stream(values())
                .filter(one -> one.isTelephoneEvent() && one.clockRateHz == clockRateHz)
                .findFirst();
    }

    static Optional<Encoding> of(RtpMap map) {
        for (Encoding encoding : values()) {
            if (encoding.sdpName.equalsIgnoreCase(map.encoding())
                    && encoding.clockRateHz == map.clockRateHz()
                    && map.channels() == encoding.channels) {
                return Optional.of(encoding);
            }
        }
        return Optional.empty();
    }

    RtpMap rtpMap(int payloadType) {
        return new RtpMap(payloadType, sdpName, clockRateHz, channels);
    }
}
