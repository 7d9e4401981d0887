package io.sipcast.rtp.payload;

import io.sipcast.rtp.RtpPacket;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Puts H.264 pictures together from packets in order, RFC 6184 without the interleaved mode. Only
 * whole pictures come out; what was lost shows as {@link AccessUnit#afterLoss}.
 *
 * <p>A picture ends with the marker bit or before another timestamp. Peers that the rules are wider
 * for: those that never set the marker, that set it on parameter sets or on each slice, and that
 * give parameter sets a timestamp of their own.
 *
 * <p>For each packet: {@link #lost} if some are missing before it, {@link #put}, then {@link #poll}
 * until null. Damage is counted and never thrown.
 */
public final class H264Depacketizer {
    private static final int FU_START = 0x80;
    private static final int FU_END = 0x40;
    private static final int FU_HEADER = 2;
    private static final int STAP_HEADER = 3;
    private static final int NONE = -1;
    private static final int FORBIDDEN_AND_REFERENCE = 0xE0;

    private final Queue<AccessUnit> ready = new ArrayDeque<>(2);
    private final UnitBuffer unit = new UnitBuffer();

    private boolean open;
    private boolean damaged;
    private boolean fragment;
    private int fragmentType;
    private long timestamp;
    private long arrivalNanos;

    private boolean gap = true;
    private boolean afterLoss = true;
    private boolean markersTrusted = true;
    private boolean parametersWithKeys;
    private long lastTimestamp = -1;

    private long pictures;
    private long dropped;
    private long malformed;
    private long unsupported;

    /** Packets are missing before the next one, or it comes from another source. */
    public void lost() {
        gap = true;
        afterLoss = true;
    }

    /** Takes the next packet of the sequence. */
    public void put(RtpPacket packet) {
        if (packet.payloadLength() == 0) {
            return; // a keep-alive, RFC 6263 §4.6
        }
        if (open && packet.timestamp() != timestamp) {
            changeTimestamp(packet);
        }
        if (!open) {
            open(packet);
        } else if (gap) {
            damaged = true;
        }
        gap = false;
        if (!damaged) {
            read(packet.bytes(), packet.payloadOffset(), packet.payloadLength());
        }
        if (packet.marker() && (damaged || (markersTrusted && unit.hasSlice()))) {
            close();
        }
    }

    /** The next whole picture, or null. */
    public @Nullable AccessUnit poll() {
        return ready.poll();
    }

    /** Whole pictures that came out. */
    public long pictures() {
        return pictures;
    }

    /** Pictures of which some, but not all, came. */
    public long dropped() {
        return dropped;
    }

    /** Packets that break RFC 6184. */
    public long malformed() {
        return malformed;
    }

    /** Packets of the interleaved mode, that nobody negotiated. */
    public long unsupported() {
        return unsupported;
    }

    /** The marker was missing, or what is open are parameter sets for the picture to come. */
    private void changeTimestamp(RtpPacket packet) {
        if (!gap && !damaged && !fragment && unit.isPrologue()) {
            timestamp = packet.timestamp();
            return;
        }
        damaged |= gap;
        close();
    }

    private void open(RtpPacket packet) {
        open = true;
        timestamp = packet.timestamp();
        arrivalNanos = packet.arrivalNanos();
        int first = firstType(packet);
        if (first == NalType.IDR && parametersWithKeys) {
            damaged = gap; // they may be what was lost, and different from those before
            return;
        }
        if (first != NONE) {
            return;
        }
        if (!gap && timestamp == lastTimestamp) {
            markersTrusted = false; // it was set on a slice that was not the last
        }
        damaged = gap || timestamp == lastTimestamp;
    }

    private void close() {
        if (damaged || fragment || !unit.hasSlice()) {
            dropped++;
            afterLoss = true;
        } else {
            ready.add(unit.toAccessUnit(timestamp, arrivalNanos, afterLoss));
            parametersWithKeys = unit.key() ? unit.hasParameters() : parametersWithKeys;
            pictures++;
            afterLoss = false;
        }
        lastTimestamp = timestamp;
        unit.clear();
        open = false;
        damaged = false;
        fragment = false;
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
            return NONE;
        }
        int type = NalType.of(bytes[nal]);
        return NalType.startsPicture(type, bytes[next]) ? type : NONE;
    }

    private void read(byte[] bytes, int at, int length) {
        int type = NalType.of(bytes[at]);
        if (bytes[at] < 0) { // forbidden_zero_bit: bits are known to be wrong
            refuse();
        } else if (type == NalType.FU_A) {
            readFragment(bytes, at, length);
        } else if (fragment) {
            refuse(); // its end never came
        } else if (type == NalType.STAP_A) {
            readAggregate(bytes, at + 1, at + length);
        } else if (type >= 1 && type <= NalType.LAST_SINGLE) {
            damaged |= !unit.add(bytes, at, length);
        } else if (type >= NalType.STAP_B && type <= NalType.FU_B) {
            unsupported++;
            damaged = true;
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
                refuse();
                return;
            }
            damaged |= !unit.add(bytes, at, size);
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
            refuse();
            return;
        }
        int header = bytes[at + 1];
        boolean start = (header & FU_START) != 0;
        byte nal = (byte) ((bytes[at] & FORBIDDEN_AND_REFERENCE) | NalType.of(bytes[at + 1]));
        if (start == fragment || !isSingle(nal) || (fragment && NalType.of(nal) != fragmentType)) {
            refuse();
            return;
        }
        if (start) {
            unit.begin(nal);
            fragmentType = NalType.of(nal);
        }
        damaged |= !unit.append(bytes, at + FU_HEADER, length - FU_HEADER);
        fragment = (header & FU_END) == 0;
        if (!fragment) {
            unit.end();
        }
    }

    private static boolean isSingle(byte nal) {
        int type = NalType.of(nal);
        return nal >= 0 && type >= 1 && type <= NalType.LAST_SINGLE;
    }

    private void refuse() {
        malformed++;
        damaged = true;
    }
}
