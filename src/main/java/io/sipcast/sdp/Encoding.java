package io.sipcast.sdp;

import java.util.Optional;

/** The encodings we can take. */
public enum Encoding {
    PCMU("PCMU", 8000),
    PCMA("PCMA", 8000),
    TELEPHONE_EVENT("telephone-event", 8000),
    H264("H264", 90_000);

    private final String sdpName;
    private final int clockRateHz;

    Encoding(String sdpName, int clockRateHz) {
        this.sdpName = sdpName;
        this.clockRateHz = clockRateHz;
    }

    public int clockRateHz() {
        return clockRateHz;
    }

    static Optional<Encoding> of(RtpMap map) {
        for (Encoding encoding : values()) {
            if (encoding.sdpName.equalsIgnoreCase(map.encoding())
                    && encoding.clockRateHz == map.clockRateHz()
                    && map.channels() == 1) {
                return Optional.of(encoding);
            }
        }
        return Optional.empty();
    }

    RtpMap rtpMap(int payloadType) {
        return new RtpMap(payloadType, sdpName, clockRateHz, 1);
    }
}
