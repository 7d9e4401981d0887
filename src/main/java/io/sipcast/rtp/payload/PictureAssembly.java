package io.sipcast.rtp.payload;

import io.sipcast.rtp.RtpPacket;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Tells where the pictures of a codec of NAL units begin and end, and which of them are whole.
 *
 * <p>A picture ends with the marker bit or before another timestamp. Peers that the rules are wider
 * for: those that never set the marker, that set it on parameter sets or on each slice, and that
 * give parameter sets a timestamp of their own.
 */
final class PictureAssembly {
    /** No picture can start with this packet. */
    static final int NONE = -1;

    private final Queue<AccessUnit> ready = new ArrayDeque<>(2);
    private final DepacketizerCounts counts = new DepacketizerCounts();
    private final UnitBuffer unit;

    private boolean open;
    private boolean damaged;
    private long timestamp;
    private long arrivalNanos;

    private boolean gap = true;
    private boolean afterLoss = true;
    private boolean markersTrusted = true;
    private boolean openedAfterGap;
    private boolean parametersWithKeys;
    private int keyHead = NONE;
    private long lastTimestamp = -1;

    PictureAssembly(UnitBuffer unit) {
        this.unit = unit;
    }

    /** Packets are missing before the next one. */
    void lost() {
        gap = true;
        afterLoss = true;
    }

    /**
     * A packet comes.
     *
     * @param firstType of the NAL unit in front if a picture may start with it, else {@link #NONE}
     * @return whether to read it: nothing is left to be damaged in a picture that is
     */
    boolean begin(RtpPacket packet, int firstType) {
        if (open && packet.timestamp() != timestamp) {
            changeTimestamp(packet);
        }
        if (!open) {
            open(packet, firstType);
        } else if (gap) {
            damaged = true;
        }
        gap = false;
        return !damaged;
    }

    /** The packet was read. */
    void end(boolean marker) {
        if (marker && (damaged || (markersTrusted && unit.hasSlice()))) {
            close();
        }
    }

    /** Adds a whole NAL unit. */
    void add(byte[] from, int offset, int length) {
        damaged |= !unit.add(from, offset, length);
    }

    /** Adds to the NAL unit that was begun. */
    void append(byte[] from, int offset, int length) {
        damaged |= !unit.append(from, offset, length);
    }

    /** The packet breaks its format. */
    void refuse() {
        counts.malformed++;
        damaged = true;
    }

    /** The packet is of a part of the format that was not negotiated. */
    void unsupported() {
        counts.unsupported++;
        damaged = true;
    }

    @Nullable AccessUnit poll() {
        return ready.poll();
    }

    DepacketizerCounts counts() {
        return counts;
    }

    /** The marker was missing, or what is open are parameter sets for the picture to come. */
    private void changeTimestamp(RtpPacket packet) {
        if (!gap && !damaged && !unit.unfinished() && unit.isPrologue()) {
            timestamp = packet.timestamp();
            return;
        }
        damaged |= gap;
        close();
    }

    private void open(RtpPacket packet, int first) {
        open = true;
        openedAfterGap = gap;
        timestamp = packet.timestamp();
        arrivalNanos = packet.arrivalNanos();
        if (first != NONE) {
            return;
        }
        if (!gap && timestamp == lastTimestamp) {
            markersTrusted = false; // it was set on a slice that was not the last
        }
        damaged = gap || timestamp == lastTimestamp;
    }

    private void close() {
        if (damaged || unit.unfinished() || !unit.hasSlice() || lacksHead()) {
            counts.dropped++;
            counts.damagedKeys += unit.key() || unit.hasParameters() ? 1 : 0;
            afterLoss = true;
        } else {
            ready.add(unit.toAccessUnit(timestamp, arrivalNanos, afterLoss));
            if (unit.key()) {
                parametersWithKeys = unit.hasParameters();
                keyHead = unit.firstType();
            }
            counts.pictures++;
            afterLoss = false;
        }
        lastTimestamp = timestamp;
        unit.clear();
        open = false;
        damaged = false;
    }

    /** Parameter sets may be what was lost before it, and other ones than those that are known. */
    private boolean lacksHead() {
        return openedAfterGap && parametersWithKeys && unit.key() && unit.firstType() != keyHead;
    }
}
