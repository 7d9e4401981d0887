package io.sipcast.rtp.payload;

/** How sound may be coded for RTP. */
public enum AudioEncoding {
    PCMU(8000, 8000),
    PCMA(8000, 8000),
    /** Its clock is half its rate for a slip of RFC 1890 that stays, RFC 3551 §4.5.2. */
    G722(8000, 16_000),
    G729(8000, 8000),
    SPEEX_8K(8000, 8000),
    SPEEX_16K(16_000, 16_000),
    SPEEX_32K(32_000, 32_000),
    AMR(8000, 8000),
    AMR_WB(16_000, 16_000),
    ILBC(8000, 8000),
    GSM(8000, 8000),
    L16_8K(8000, 8000),
    L16_16K(16_000, 16_000),
    L16_44K(44_100, 44_100),
    L16_44K_STEREO(44_100, 44_100),
    L16_48K(48_000, 48_000),
    /** The first sample of a byte in its low bits, RFC 3551 §4.5.4. */
    G726_16(8000, 8000),
    G726_24(8000, 8000),
    G726_32(8000, 8000),
    G726_40(8000, 8000),
    /** The first sample of a byte in its high bits, as AAL2 has them: ITU-T I.366.2 annex E. */
    AAL2_G726_16(8000, 8000),
    AAL2_G726_24(8000, 8000),
    AAL2_G726_32(8000, 8000),
    AAL2_G726_40(8000, 8000),
    /** No sound of its own, but what a pause of others sounds like, RFC 3389. */
    CN_8K(8000, 8000),
    CN_16K(16_000, 16_000),
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

    /** Comfort noise, which goes with sound of the same clock. */
    public boolean isComfortNoise() {
        return this == CN_8K || this == CN_16K;
    }
}
