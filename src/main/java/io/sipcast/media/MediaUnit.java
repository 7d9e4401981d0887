package io.sipcast.media;

/**
 * One access unit of a stream, ready for any container: a picture of H.264 or H.265 as
 * length-prefixed NAL units (four bytes of length, ISO/IEC 14496-15 §5.3.2), one whole VP8 frame
 * (RFC 6386 §9.1), or one raw AAC frame without ADTS, or one Opus packet.
 *
 * <p>A class, not a record: the payload is shared by every subscriber and never copied, so equality
 * by component would be a lie. Nobody writes to the payload once the unit exists. Safe to hand to
 * any thread.
 */
public final class MediaUnit {
    private final Format format;
    private final boolean key;
    private final long dtsNanos;
    private final long ptsNanos;
    private final byte[] payload;

    /**
     * @param key whether decoding can start here: an IDR picture, or another that a decoder may
     *     begin with; every audio frame
     * @param dtsNanos stream time, never falling within a track
     * @param ptsNanos stream time; below dts never
     */
    public MediaUnit(Format format, boolean key, long dtsNanos, long ptsNanos, byte[] payload) {
        if (ptsNanos < dtsNanos) {
            throw new IllegalArgumentException("pts " + ptsNanos + " before dts " + dtsNanos);
        }
        this.format = format;
        this.key = key;
        this.dtsNanos = dtsNanos;
        this.ptsNanos = ptsNanos;
        this.payload = payload;
    }

    public Format format() {
        return format;
    }

    public boolean isVideo() {
        return format instanceof Format.Video;
    }

    public boolean key() {
        return key;
    }

    public long dtsNanos() {
        return dtsNanos;
    }

    public long ptsNanos() {
        return ptsNanos;
    }

    /** The bytes themselves, not a copy. */
    public byte[] payload() {
        return payload;
    }

    /** The same later: decoding and display are put off by so much. */
    public MediaUnit later(long nanos) {
        return new MediaUnit(format, key, dtsNanos + nanos, ptsNanos + nanos, payload);
    }

    /** The same with other bytes of that format. */
    public MediaUnit with(byte[] other) {
        return new MediaUnit(format, key, dtsNanos, ptsNanos, other);
    }

    @Override
    public String toString() {
        return format + (key ? " key" : "") + " dts " + dtsNanos + " ns, " + payload.length + " B";
    }
}
