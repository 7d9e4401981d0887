package io.sipcast.sdp;

import io.sipcast.rtp.payload.AudioEncoding;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The encodings we can take. */
public enum Encoding {
    PCMU("PCMU", AudioEncoding.PCMU),
    PCMA("PCMA", AudioEncoding.PCMA),
    /** RFC 7587 §7: two channels, whatever is sent. */
    OPUS("opus", AudioEncoding.OPUS, 2),
    TELEPHONE_EVENT_8K("telephone-event", 8000),
    TELEPHONE_EVENT_16K("telephone-event", 16_000),
    TELEPHONE_EVENT_32K("telephone-event", 32_000),
    TELEPHONE_EVENT_48K("telephone-event", 48_000),
    H264("H264", 90_000);

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

    /** What it is when it is sound. */
    public Optional<AudioEncoding> audio() {
        return Optional.ofNullable(audio);
    }

    /** RFC 4733: keys, on whichever clock. */
    public boolean isTelephoneEvent() {
        return sdpName.equals("telephone-event");
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
