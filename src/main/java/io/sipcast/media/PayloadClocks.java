package io.sipcast.media;

import java.util.Arrays;

/** The RTP clock of each payload type that may come. */
final class PayloadClocks {
    private static final int PAYLOAD_TYPES = 128;

    /** In Hz; 0 for types that mean nothing. */
    private final int[] clocks = new int[PAYLOAD_TYPES];

    /** What was agreed on now; types of before may still come. */
    void update(AudioTrack negotiated) {
        negotiated.receive().forEach(this::use);
        use(negotiated.send());
        negotiated.events().clocks().forEach((type, clockHz) -> clocks[type] = clockHz);
    }

    private void use(AudioPayload payload) {
        clocks[payload.payloadType()] = payload.encoding().clockHz();
    }

    /** All types have this one. */
    static PayloadClocks of(int clockHz) {
        var clocks = new PayloadClocks();
        Arrays.fill(clocks.clocks, clockHz);
        return clocks;
    }

    /** In Hz; 0 where it is not known. */
    int hz(int payloadType) {
        return clocks[payloadType];
    }
}
