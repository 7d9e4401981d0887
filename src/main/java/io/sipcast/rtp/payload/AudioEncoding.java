package io.sipcast.rtp.payload;

/** How sound may be coded for RTP. */
public enum AudioEncoding {
    PCMU(8000, 8000),
    PCMA(8000, 8000),
    OPUS(48_000, 48_000);

    private final int clockHz;
    private final int sampleRateHz;

    AudioEncoding(int clockHz, int sampleRateHz) {
        this.clockHz = clockHz;
        this.sampleRateHz = sampleRateHz;
    }

    /** Ticks of the RTP clock in a second. */
    public int clockHz() {
        return clockHz;
    }

    /** Of the decoded sound: a multiple of the clock. */
    public int sampleRateHz() {
        return sampleRateHz;
    }
}
