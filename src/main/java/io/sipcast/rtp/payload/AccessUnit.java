package io.sipcast.rtp.payload;

import java.util.Objects;

/**
 * One whole H.264 picture with the NAL units that came with it, in the order of arrival, each
 * behind its length in four bytes (the AVCC layout). Immutable by agreement: the array is handed
 * out, not copied.
 */
public final class AccessUnit {
    /** Bytes of the length before each NAL unit. */
    public static final int LENGTH_SIZE = 4;

    private final byte[] bytes;
    private final int[] offsets;
    private final long timestamp;
    private final long arrivalNanos;
    private final boolean key;
    private final boolean afterLoss;

    AccessUnit(
            byte[] bytes,
            int[] offsets,
            long timestamp,
            long arrivalNanos,
            boolean key,
            boolean afterLoss) {
        this.bytes = bytes;
        this.offsets = offsets;
        this.timestamp = timestamp;
        this.arrivalNanos = arrivalNanos;
        this.key = key;
        this.afterLoss = afterLoss;
    }

    /** All NAL units, each behind its length; not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many NAL units. */
    public int size() {
        return offsets.length;
    }

    /** Where a NAL unit's header byte is in {@link #bytes()}; its length is before it. */
    public int offset(int nal) {
        return offsets[nal];
    }

    /** Without the four bytes before it. */
    public int length(int nal) {
        Objects.checkIndex(nal, offsets.length);
        int end = nal + 1 < offsets.length ? offsets[nal + 1] - LENGTH_SIZE : bytes.length;
        return end - offsets[nal];
    }

    /** The {@code nal_unit_type}, H.264 table 7-1: 1 to 23. */
    public int type(int nal) {
        return bytes[offsets[nal]] & 0x1F;
    }

    /** RTP time: ticks of 90 kHz, 32 bits, unsigned. */
    public long timestamp() {
        return timestamp;
    }

    /** When its first packet came. */
    public long arrivalNanos() {
        return arrivalNanos;
    }

    /** Whether it holds a slice of an IDR picture. */
    public boolean key() {
        return key;
    }

    /**
     * Whether something between the unit before and this one was lost or dropped, so that what this
     * one refers to may be missing. The unit itself is whole.
     */
    public boolean afterLoss() {
        return afterLoss;
    }

    @Override
    public String toString() {
        return "%s%s ts=%d, %d NAL units, %d bytes"
                .formatted(
                        key ? "IDR" : "picture",
                        afterLoss ? " after loss" : "",
                        timestamp,
                        offsets.length,
                        bytes.length);
    }
}
