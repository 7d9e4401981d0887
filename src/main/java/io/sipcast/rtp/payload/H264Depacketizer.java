package io.sipcast.rtp.payload;

import io.sipcast.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/** H.264 by RFC 6184 without the interleaved mode; see {@link PictureAssembly} for its pictures. */
public final class H264Depacketizer implements Depacketizer {
    private static final int FU_START = 0x80;
    private static final int FU_END = 0x40;
    private static final int FU_HEADER = 2;
    private static final int STAP_HEADER = 3;
    private static final int FORBIDDEN_AND_REFERENCE = 0xE0;

    private final UnitBuffer unit = new UnitBuffer(NalSyntax.H264);
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
        int nal = at;
        int next = at + 1;
        if (NalType.of(bytes[at]) == NalType.FU_A) {
            nal = at + 1;
            next = at + FU_HEADER;
        } else if (NalType.of(bytes[at]) == NalType.STAP_A) {
            nal = at + STAP_HEADER;
            next = nal + 1;
        }
        boolean middle = nal == at + 1 && nal < end && (bytes[nal] & FU_START) == 0;
        if (next >= end || middle) {
            return PictureAssembly.NONE;
        }
        int type = NalType.of(bytes[nal]);
        return NalType.startsPicture(type, bytes[next]) ? type : PictureAssembly.NONE;
    }

    private void read(byte[] bytes, int at, int length) {
        int type = NalType.of(bytes[at]);
        if (bytes[at] < 0) { // forbidden_zero_bit: bits are known to be wrong
            assembly.refuse();
        } else if (type == NalType.FU_A) {
            readFragment(bytes, at, length);
        } else if (unit.unfinished()) {
            assembly.refuse(); // its end never came
        } else if (type == NalType.STAP_A) {
            readAggregate(bytes, at + 1, at + length);
        } else if (type >= 1 && type <= NalType.LAST_SINGLE) {
            assembly.add(bytes, at, length);
        } else if (type >= NalType.STAP_B && type <= NalType.FU_B) {
            assembly.unsupported();
        }
        // 0, 30 and 31 are to be ignored, RFC 6184 §5.2
    }

    /**
     * STAP-A, RFC 6184 §5.7.1.
     *
     * <pre>
     * +--------+----------------+-----+----------------+-----+
     * | F|N|24 | size (16 bits) | NAL | size (16 bits) | NAL |
     * +--------+----------------+-----+----------------+-----+
     * </pre>
     */
    private void readAggregate(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end) {
            int size = at + 2 > end ? 0 : ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
            at += 2;
            if (size == 0 || at + size > end || !isSingle(bytes[at])) {
                assembly.refuse();
                return;
            }
            assembly.add(bytes, at, size);
            at += size;
        }
    }

    /**
     * FU-A, RFC 6184 §5.8. The header of the NAL unit is the high bits of the one byte and the low
     * bits of the other.
     *
     * <pre>
     * +-+---+----+-+-+-+------+----------+
     * |F|NRI| 28 |S|E|R| type | fragment |
     * +-+---+----+-+-+-+------+----------+
     * </pre>
     */
    private void readFragment(byte[] bytes, int at, int length) {
        if (length < FU_HEADER) {
            assembly.refuse();
            return;
        }
        int header = bytes[at + 1];
        boolean start = (header & FU_START) != 0;
        byte nal = (byte) ((bytes[at] & FORBIDDEN_AND_REFERENCE) | NalType.of(bytes[at + 1]));
        boolean middle = unit.unfinished();
        if (start == middle || !isSingle(nal) || (middle && NalType.of(nal) != fragmentType)) {
            assembly.refuse();
            return;
        }
        if (start) {
            unit.begin(nal);
            fragmentType = NalType.of(nal);
        }
        assembly.append(bytes, at + FU_HEADER, length - FU_HEADER);
        if ((header & FU_END) != 0) {
            unit.end();
        }
    }

    private static boolean isSingle(byte nal) {
        int type = NalType.of(nal);
        return nal >= 0 && type >= 1 && type <= NalType.LAST_SINGLE;
    }
}
