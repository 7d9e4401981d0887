package io.sipcast.rtp.payload;

/**
 * The two laws of ITU-T G.711: one byte for each sample at 8000 Hz, linear 16 bits on our side. RFC
 * 3551 §4.5.14.
 */
public enum G711 {
    /** µ-law: 14-bit samples, sent inverted. */
    PCMU(0, (byte) 0xFF) {
        @Override
        int expand(int code) {
            int inverted = ~code;
            int segment = (inverted >> 4) & 7;
            int magnitude = ((((inverted & 0xF) << 3) + ULAW_BIAS) << segment) - ULAW_BIAS;
            return (inverted & SIGN) != 0 ? -magnitude : magnitude;
        }

        @Override
        public byte encode(short sample) {
            int sign = sample < 0 ? SIGN : 0;
            int magnitude = Math.min(Math.abs((int) sample), ULAW_CLIP) + ULAW_BIAS;
            int segment = Math.max(0, 24 - Integer.numberOfLeadingZeros(magnitude));
            int step = (magnitude >> (segment + 3)) & 0xF;
            return (byte) ~(sign | (segment << 4) | step);
        }
    },

    /** A-law: 13-bit samples, every second bit inverted. */
    PCMA(8, (byte) 0xD5) {
        @Override
        int expand(int code) {
            int plain = code ^ ALAW_INVERTED;
            int segment = (plain >> 4) & 7;
            int magnitude = ((plain & 0xF) << 4) + 8;
            if (segment > 0) {
                magnitude = (magnitude + 0x100) << (segment - 1);
            }
            return (plain & SIGN) != 0 ? magnitude : -magnitude;
        }

        @Override
        public byte encode(short sample) {
            int sign = sample < 0 ? 0 : SIGN;
            int magnitude = sample < 0 ? ~sample : sample;
            int segment = Math.max(0, 24 - Integer.numberOfLeadingZeros(magnitude));
            int step = (magnitude >> (segment == 0 ? 4 : segment + 3)) & 0xF;
            return (byte) ((sign | (segment << 4) | step) ^ ALAW_INVERTED);
        }
    };

    /** Samples, and bytes, a second; also the RTP clock. */
    public static final int SAMPLE_RATE_HZ = 8000;

    private static final int SIGN = 0x80;
    private static final int ULAW_BIAS = 0x84;
    private static final int ULAW_CLIP = 32635;
    private static final int ALAW_INVERTED = 0x55;

    private final int payloadType;
    private final byte silence;

    @SuppressWarnings("ImmutableEnumChecker") // written by the constructor only
    private final short[] linear = new short[256];

    G711(int payloadType, byte silence) {
        this.payloadType = payloadType;
        this.silence = silence;
        for (int code = 0; code < linear.length; code++) {
            linear[code] = (short) expand(code);
        }
    }

    /** The static payload type, RFC 3551 table 4. */
    public int payloadType() {
        return payloadType;
    }

    /** The code of a zero sample. */
    public byte silence() {
        return silence;
    }

    /** One sample. */
    public short decode(byte code) {
        return linear[code & 0xFF];
    }

    /** Fills {@code out} with as many samples, from the codes at {@code offset} on. */
    public void decode(byte[] codes, int offset, short[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = linear[codes[offset + i] & 0xFF];
        }
    }

    /** One code. */
    public abstract byte encode(short sample);

    /** Encodes all samples to {@code out} from {@code offset} on. */
    public void encode(short[] samples, byte[] out, int offset) {
        for (int i = 0; i < samples.length; i++) {
            out[offset + i] = encode(samples[i]);
        }
    }

    abstract int expand(int code);
}
