package io.sipcast.rtmp.codec.aac;

import io.sipcast.bytes.BitReader;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;

/**
 * The header of an ADTS frame, ISO/IEC 14496-3 §1.A.2.
 *
 * @param objectType 1 to 4; 2 for AAC-LC
 * @param channels the channel configuration
 * @param checked whether a CRC of two bytes follows
 * @param frameBytes the whole frame, this header and its CRC included
 */
public record AdtsHeader(
        int objectType, int sampleRateHz, int channels, boolean checked, int frameBytes) {
    /** Without the CRC. */
    public static final int SIZE = 7;

    private static final int SYNC = 0xFFF;
    private static final int VARIABLE_RATE = 0x7FF;

    public AdtsHeader {
        if (objectType < 1 || objectType > 4 || frameBytes < SIZE || frameBytes >= 1 << 13) {
            throw new IllegalArgumentException(
                    "ADTS frame of " + frameBytes + " bytes, type " + objectType);
        }
    }

    /** Bytes before the raw frame. */
    public int headerBytes() {
        return checked ? SIZE + 2 : SIZE;
    }

    /**
     * Reads the header at {@code offset}.
     *
     * @throws ProtocolException when there is none, it is cut short, or holds several raw blocks
     */
    public static AdtsHeader parse(byte[] bytes, int offset) {
        if (offset < 0 || bytes.length - offset < SIZE) {
            throw new ProtocolException(Fault.TRUNCATED, "ADTS header at " + offset);
        }
        BitReader in = new BitReader(bytes, offset, SIZE);
        if (in.bits(12) != SYNC) {
            throw new ProtocolException(Fault.MALFORMED, "no ADTS syncword at " + offset);
        }
        in.skip(3); // ID, layer
        boolean checked = !in.flag();
        int objectType = in.bits(2) + 1;
        int hz = SamplingFrequency.hz(in.bits(4));
        in.skip(1); // private bit
        int channels = in.bits(3);
        in.skip(4); // original, home, copyright bits
        int frameBytes = in.bits(13);
        in.skip(11); // buffer fullness
        int blocks = in.bits(2) + 1;
        if (hz == 0 || frameBytes < (checked ? SIZE + 2 : SIZE) || blocks != 1) {
            throw new ProtocolException(
                    Fault.UNSUPPORTED, hz + " Hz, " + frameBytes + " bytes, " + blocks + " blocks");
        }
        return new AdtsHeader(objectType, hz, channels, checked, frameBytes);
    }

    /** Writes the seven bytes of a header without CRC; the rate must be one of the table. */
    public void write(ByteBuffer out) {
        int index = SamplingFrequency.index(sampleRateHz);
        if (index == SamplingFrequency.EXPLICIT || checked) {
            throw new IllegalStateException("not for ADTS: " + this);
        }
        long bits = (long) SYNC << 4 | 0b0001; // MPEG-4, layer 0, no CRC
        bits = bits << 2 | (objectType - 1);
        bits = bits << 4 | index;
        bits = bits << 4 | channels;
        bits = bits << 17 | frameBytes; // four flags of zero before it
        bits = bits << 13 | (long) VARIABLE_RATE << 2;
        for (int shift = 48; shift >= 0; shift -= 8) {
            out.put((byte) (bits >>> shift));
        }
    }
}
