package io.sipcast.rtp.payload;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.util.List;

/**
 * The payload of AMR and AMR-WB, RFC 4867 §4: a codec mode request, a table of contents, the
 * frames. In the bandwidth-efficient form all of it is one row of bits; octet-aligned, each part
 * begins with a byte.
 *
 * <pre>
 *   bandwidth-efficient               octet-aligned
 *  0 1 2 3 4 5 6 7 8 9              0 1 2 3 4 5 6 7   0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+-+-+            +-+-+-+-+-+-+-+-+ +-+-+-+-+-+-+-+-+
 * |  CMR  |F|   FT  |Q| ...        |  CMR  |R R R R| |F|   FT  |Q|P P| ...
 * +-+-+-+-+-+-+-+-+-+-+            +-+-+-+-+-+-+-+-+ +-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>What it gives out are frames in the form of storage (§5.3), which decoders take: {@code
 * |0|FT|Q|00|}, then the bits of the frame from the high bit of the next byte on.
 */
public final class AmrPayload {
    /** No mode is asked for. */
    public static final int NO_REQUEST = 15;

    /** A frame of which there is nothing. */
    public static final int NO_DATA = 15;

    /** The longest frame in the form of storage: 477 bits of AMR-WB. */
    public static final int MAX_FRAME = 61;

    /** RFC 4867 §3.6: 20 ms each; more than this no sender packs. */
    private static final int MAX_FRAMES = 12;

    private static final int NONE = -1;

    /** Bits by frame type, 3GPP TS 26.101 and 26.201; -1 for those that may not come. */
    private static final List<Integer> NARROW =
            List.of(
                    95, 103, 118, 134, 148, 159, 204, 244, 39, NONE, NONE, NONE, NONE, NONE, NONE,
                    0);

    private static final List<Integer> WIDE =
            List.of(132, 177, 253, 285, 317, 365, 397, 461, 477, 40, NONE, NONE, NONE, NONE, 0, 0);

    /** Takes the frames of a payload in order. */
    @FunctionalInterface
    public interface FrameSink {
        /**
         * Takes one frame.
         *
         * @param type of the frame: a speech mode, SID, or {@link #NO_DATA}
         * @param frame in the form of storage; valid until this returns
         */
        void frame(int type, byte[] frame, int length);
    }

    private final boolean wide;
    private final List<Integer> bits;
    private final boolean octetAligned;
    private final int[] heads = new int[MAX_FRAMES];
    private final byte[] frame = new byte[MAX_FRAME];

    /**
     * For payloads of one payload type.
     *
     * @param wide AMR-WB
     */
    public AmrPayload(boolean wide, boolean octetAligned) {
        this.wide = wide;
        this.bits = wide ? WIDE : NARROW;
        this.octetAligned = octetAligned;
    }

    /**
     * What a payload asks of its receiver's encoder, in either form; NO_REQUEST of an empty one.
     */
    public static int requestIn(byte[] bytes, int offset, int length) {
        return length == 0 ? NO_REQUEST : bytes[offset] >> 4 & 0xF;
    }

    /** The frame type of comfort noise: the bits of a pause. */
    public int sid() {
        return wide ? 9 : 8;
    }

    /** The speech modes there are: 0 up to this less one. */
    public int modes() {
        return sid();
    }

    /** Bytes of a frame in the form of storage; 0 for a type that there is not. */
    public int frameSize(int type) {
        int count = bits.get(type);
        return count == NONE ? 0 : 1 + (count + 7) / 8;
    }

    /** How many low bits of the last byte of such a frame mean nothing. */
    int unusedBits(int type) {
        return (8 - bits.get(type) % 8) % 8;
    }

    /**
     * Reads a payload; nothing is given out unless all of it is right.
     *
     * @throws ProtocolException TRUNCATED or MALFORMED
     */
    public void read(byte[] bytes, int offset, int length, FrameSink out) {
        var in = new BitReader(bytes, offset, length);
        in.read(octetAligned ? 8 : 4); // see requestIn
        int count = readHeads(in);
        int payloadBits = 0;
        for (int i = 0; i < count; i++) {
            int size = bits.get(type(heads[i]));
            payloadBits += octetAligned ? (size + 7) / 8 * 8 : size;
        }
        if (payloadBits > in.left()) {
            throw new ProtocolException(Fault.TRUNCATED, "AMR: " + length + " bytes");
        }
        if (in.left() - payloadBits >= 8) {
            throw new ProtocolException(Fault.MALFORMED, "AMR: bytes after the last frame");
        }
        for (int i = 0; i < count; i++) {
            readFrame(heads[i], in, out);
        }
    }

    /** The table of contents, an entry a frame: |F|FT|Q|; the last has F = 0. */
    private int readHeads(BitReader in) {
        int count = 0;
        boolean more = true;
        while (more) {
            int head = in.read(6);
            if (octetAligned) {
                in.read(2);
            }
            if (count == MAX_FRAMES || bits.get(type(head)) == NONE) {
                throw new ProtocolException(Fault.MALFORMED, "AMR: table of contents");
            }
            heads[count++] = head;
            more = (head & 0x20) != 0;
        }
        return count;
    }

    private void readFrame(int head, BitReader in, FrameSink out) {
        int type = type(head);
        int size = bits.get(type);
        frame[0] = (byte) ((head & 0x1F) << 2);
        int at = 1;
        for (int left = size; left > 0; left -= 8) {
            int take = Math.min(8, left);
            frame[at++] = (byte) (in.read(take) << (8 - take));
        }
        if (octetAligned && size % 8 != 0) {
            in.read(8 - size % 8);
        }
        out.frame(type, frame, at);
    }

    private static int type(int head) {
        return head >> 1 & 0xF;
    }

    /**
     * Writes a payload of frames of one type, without a request of ours.
     *
     * @param frames in the form of storage, each as long as the type says
     */
    public byte[] write(List<byte[]> frames) {
        var out = new BitWriter();
        out.write(NO_REQUEST, 4);
        align(out);
        for (int i = 0; i < frames.size(); i++) {
            int head = frames.get(i)[0] >> 2 & 0x1F;
            out.write(i + 1 < frames.size() ? head | 0x20 : head, 6);
            align(out);
        }
        for (byte[] one : frames) {
            int size = bits.get(type(one[0] >> 2 & 0x1F));
            for (int at = 0; at < size; at += 8) {
                int take = Math.min(8, size - at);
                out.write((one[1 + at / 8] & 0xFF) >> (8 - take), take);
            }
            align(out);
        }
        return out.toBytes();
    }

    private void align(BitWriter out) {
        if (octetAligned) {
            out.align();
        }
    }
}
