package io.sipcast.rtp.payload;

import java.util.Objects;

/**
 * One whole picture of H.264 or H.265 with the NAL units that came with it, in the order of
 * arrival, each behind its length in four bytes (the AVCC layout). Immutable by agreement: the
 * array is handed out, not copied.
 */
public final class AccessUnit implements CodedPicture {
    /** Bytes of the length before each NAL unit. */
    public static final int LENGTH_SIZE = 4;

    private final NalSyntax syntax;
    private final byte[] bytes;
    private final int[] offsets;
    private final long timestamp;
    private final long arrivalNanos;
    private final boolean key;
    private final boolean afterLoss;

    AccessUnit(
            NalSyntax syntax,
            byte[] bytes,
            int[] offsets,
            long timestamp,
            long arrivalNanos,
            boolean key,
            boolean afterLoss) {
        this.syntax = syntax;
        this.bytes = bytes;
        this.offsets = offsets;
        this.timestamp = timestamp;
        this.arrivalNanos = arrivalNanos;
        this.key = key;
        this.afterLoss = afterLoss;
    }

    /** Of which codec it is. */
    public NalSyntax syntax() {
        return syntax;
    }

    /** All NAL units, each behind its length; not a copy. */
    @Override
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

    /** The {@code nal_unit_type} of table 7-1: 1 to 23 for H.264, 0 to 47 for H.265. */
    public int type(int nal) {
        return syntax.type(bytes[offsets[nal]]);
    }

    @Override
    public long timestamp() {
        return timestamp;
    }

    @Override
    public long arrivalNanos() {
        return arrivalNanos;
    }

    /** Whether it holds a slice of an IDR picture (H.264) or of an IRAP picture (H.265). */
    @Override
    public boolean key() {
        return key;
    }

    @Override
    public boolean afterLoss() {
        return afterLoss;
    }

    @Override
    public String toString() {
        return "%s %s%s ts=%d, %d NAL units, %d bytes"
                .formatted(
                        syntax,
                        key ? "key picture" : "picture",
                        afterLoss ? " after loss" : "",
                        timestamp,
                        offsets.length,
                        bytes.length);
    }
}
