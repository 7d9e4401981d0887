package io.sipcast.rtp.payload;

import io.sipcast.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/**
 * H.265 by RFC 7798 in one stream (SRST) and in decoding order, so without DONL fields; see {@link
 * PictureAssembly} for its pictures. NAL units of higher layers are left out.
 */
public final class H265Depacketizer implements Depacketizer {
    private static final int HEADER = 2;
    private static final int FU_START = 0x80;
    private static final int FU_END = 0x40;
    private static final int FU_TYPE = 0x3F;
    private static final int FU_HEADER = 3;

    /** What the header of the NAL unit has of that of the payload: all but the type. */
    private static final int FORBIDDEN_AND_LAYER = 0x81;

    private final UnitBuffer unit = new UnitBuffer(NalSyntax.H265);
    private final PictureAssembly assembly = new PictureAssembly(unit);
    private int fragmentType;

    @Override
    public void lost() {
        assembly.lost();
    }

    @Override
    public void put(RtpPacket packet) {
        if (packet.payloadLength() == 0) {
            return; // a keep-alive, RFC 6263 §4.6
        }
        if (assembly.begin(packet, firstType(packet))) {
            read(packet.bytes(), packet.payloadOffset(), packet.payloadLength());
        }
        assembly.end(packet.marker());
    }

    @Override
    public @Nullable AccessUnit poll() {
        return assembly.poll();
    }

    @Override
    public DepacketizerCounts counts() {
        return assembly.counts();
    }

    /** The type of the NAL unit in front if a picture may start with it. */
    private static int firstType(RtpPacket packet) {
        byte[] bytes = packet.bytes();
        int at = packet.payloadOffset();
        int end = at + packet.payloadLength();
        int type = H265NalType.of(bytes[at]);
        int next = at + HEADER;
        if (type == H265NalType.FRAGMENT) {
            boolean start = next < end && (bytes[next] & FU_START) != 0;
            type = start ? bytes[next] & FU_TYPE : H265NalType.FRAGMENT;
            next = at + FU_HEADER;
        } else if (type == H265NalType.AGGREGATE && at + 4 < end) {
            type = H265NalType.of(bytes[at + 4]);
            next = at + 6;
        }
        boolean starts = next < end && NalSyntax.H265.startsPicture(type, bytes[next]);
        return starts ? type : PictureAssembly.NONE;
    }

    private void read(byte[] bytes, int at, int length) {
        int type = H265NalType.of(bytes[at]);
        if (length < HEADER || bytes[at] < 0) { // forbidden_zero_bit: bits are known to be wrong
            assembly.refuse();
        } else if (type == H265NalType.FRAGMENT) {
            readFragment(bytes, at, length);
        } else if (unit.unfinished()) {
            assembly.refuse(); // its end never came
        } else if (type == H265NalType.AGGREGATE) {
            readAggregate(bytes, at + HEADER, at + length);
        } else if (type <= H265NalType.LAST_SINGLE) {
            add(bytes, at, length);
        } else if (type == H265NalType.PACI) {
            assembly.unsupported(); // only between those who negotiated what it carries, §4.4.4
        }
        // 51 to 63 are to be ignored, RFC 7798 §4.4
    }

    private void add(byte[] bytes, int at, int length) {
        if (H265NalType.layer(bytes[at], bytes[at + 1]) == 0) {
            assembly.add(bytes, at, length);
        }
    }

    /**
     * RFC 7798 §4.4.2.
     *
     * <pre>
     * +-----------------+----------------+-----+----------------+-----+
     * | F|48|layer| TID | size (16 bits) | NAL | size (16 bits) | NAL |
     * +-----------------+----------------+-----+----------------+-----+
     * </pre>
     */
    private void readAggregate(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end) {
            int size = at + 2 > end ? 0 : ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
            at += 2;
            if (size < HEADER || at + size > end || !isSingle(bytes[at])) {
                assembly.refuse();
                return;
            }
            add(bytes, at, size);
            at += size;
        }
    }

    /**
     * RFC 7798 §4.4.3. The header of the NAL unit is that of the payload with the type from the
     * third byte.
     *
     * <pre>
     * +-+----+-------+-----+-+-+------+----------+
     * |F| 49 | layer | TID |S|E| type | fragment |
     * +-+----+-------+-----+-+-+------+----------+
     * </pre>
     */
    private void readFragment(byte[] bytes, int at, int length) {
        if (length < FU_HEADER) {
            assembly.refuse();
            return;
        }
        int header = bytes[at + HEADER];
        int type = header & FU_TYPE;
        boolean start = (header & FU_START) != 0;
        boolean middle = unit.unfinished();
        if (H265NalType.layer(bytes[at], bytes[at + 1]) != 0) {
            return;
        }
        if (start == middle || type > H265NalType.LAST_SINGLE || (middle && type != fragmentType)) {
            assembly.refuse();
            return;
        }
        if (start) {
            unit.begin((byte) ((bytes[at] & FORBIDDEN_AND_LAYER) | type << 1));
            assembly.append(bytes, at + 1, 1);
            fragmentType = type;
        }
        assembly.append(bytes, at + FU_HEADER, length - FU_HEADER);
        if ((header & FU_END) != 0) {
            unit.end();
        }
    }

    private static boolean isSingle(byte nal) {
        return nal >= 0 && H265NalType.of(nal) <= H265NalType.LAST_SINGLE;
    }
}
