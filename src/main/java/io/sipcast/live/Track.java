package io.sipcast.live;

import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import org.jspecify.annotations.Nullable;

/**
 * One track in one form: its last units, at least back to the last key frame (for audio each unit
 * is one). One thread adds; any thread reads.
 */
final class Track {
    /** Long enough for the longest group of pictures that cameras send unasked: 30 s at 30/s. */
    private static final int CAPACITY = 1024;

    static final long KEPT_NANOS = 4_000_000_000L;

    /** Instead of a number. */
    static final long NONE = -1;

    /** A tenth of a second, which is longer than sound waits for a picture. */
    static final int NEWEST_SOUND = 4;

    /** Longer than pictures wait for sound without much jitter; who waits longer keeps his own. */
    private static final int NEWEST_PICTURES = 4;

    /**
     * Ingest servers want a key frame at least every 4 s: one that is older than this will be late
     * for them, and something else than waiting for it needs a moment to begin.
     */
    static final long KEY_IN_TIME_NANOS = 3_200_000_000L;

    /** As many key frames in a row may be late of who has sent as many in time. */
    private static final int MOST_TRUST = 3;

    private final Past<MediaUnit> ring;
    private volatile long lastKey = NONE;
    private long keyDtsNanos; // visible as of lastKey, like the next two
    private @Nullable Format keyFormat;
    private int trust;
    private volatile long newestDtsNanos = Long.MIN_VALUE;

    /** Of units that share their bytes with others. */
    Track() {
        this(new Ring<>(CAPACITY, MediaUnit::dtsNanos));
    }

    /** Of pictures that come. */
    static Track ofPictures() {
        return packed(NEWEST_PICTURES, ByteLog.ofPictures());
    }

    /** Of frames of sound: small, and many. */
    static Track ofSound() {
        return packed(NEWEST_SOUND, ByteLog.ofSound());
    }

    private static Track packed(int newest, ByteLog log) {
        return new Track(new PackedRing<>(CAPACITY, newest, new UnitForm(), log));
    }

    private Track(Past<MediaUnit> ring) {
        this.ring = ring;
    }

    /** Adds a unit whose dts is not below the last one's. */
    void add(MediaUnit unit) {
        long number = ring.add(unit);
        newestDtsNanos = unit.dtsNanos();
        if (unit.key()) {
            if (lastKey != NONE) {
                boolean inTime = unit.dtsNanos() - keyDtsNanos <= KEY_IN_TIME_NANOS;
                trust = Math.clamp(trust + (inTime ? 1 : -1), 0, MOST_TRUST);
            }
            keyDtsNanos = unit.dtsNanos();
            keyFormat = unit.format();
            lastKey = number;
        }
    }

    /**
     * Whether key frames have come in time, by and large: if the next one is late, it will come.
     */
    boolean bringsKeysInTime() {
        return lastKey != NONE && trust > 0;
    }

    /** Lets go of units whose dts is before this one, but never of the last key frame. */
    void forgetBefore(long dtsNanos) {
        long limit = Math.min(lastKey, ring.next() - 1);
        long number = ring.oldest();
        while (number < limit && ring.nanosAt(number) < dtsNanos) {
            number++;
        }
        ring.forgetBefore(number);
    }

    /** How much newer this dts is than that of the unit of this number; 0 when it is not here. */
    long lag(long number, long newestNanos) {
        long nanos = ring.nanosAt(number);
        return nanos == Past.GONE || nanos == Past.NOT_YET ? 0 : newestNanos - nanos;
    }

    /** The number of the first unit kept whose dts is not before this one, else the next number. */
    long firstFrom(long dtsNanos) {
        long number = ring.oldest();
        while (number < ring.next() && ring.nanosAt(number) < dtsNanos) {
            number++;
        }
        return number;
    }

    @Nullable MediaUnit at(long number) {
        return ring.at(number);
    }

    /** As {@link Past#nanosAt}. */
    long nanosAt(long number) {
        return ring.nanosAt(number);
    }

    /** The number of the last key frame still here; {@link #NONE} when there is none. */
    long lastKey() {
        long oldest = ring.oldest(); // first: what goes meanwhile has a newer one behind it
        long key = lastKey;
        return key >= oldest ? key : NONE;
    }

    /**
     * The number of the first key frame kept whose dts is after this one; negative when none is.
     */
    long firstKeyAfter(long dtsNanos) {
        if (lastKey() == NONE || keyDtsNanos <= dtsNanos) {
            return NONE;
        }
        long number = firstFrom(dtsNanos + 1);
        for (MediaUnit unit = at(number); unit != null; unit = at(++number)) {
            if (unit.key()) {
                return number;
            }
        }
        return NONE;
    }

    /** The last key frame still here, made anew where it is not among the newest units. */
    @Nullable MediaUnit keyFrame() {
        return ring.at(lastKey());
    }

    /** The format of the last key frame still here. */
    @Nullable Format keyFormat() {
        return lastKey() == NONE ? null : keyFormat;
    }

    /** The dts of the last key frame still here, Long.MAX_VALUE when there is none. */
    long keyFrameDtsNanos() {
        return lastKey() == NONE ? Long.MAX_VALUE : keyDtsNanos;
    }

    long oldest() {
        return ring.oldest();
    }

    long next() {
        return ring.next();
    }

    /** The dts of the newest unit, Long.MIN_VALUE before the first. */
    long newestDtsNanos() {
        return newestDtsNanos;
    }

    /** The dts of the oldest unit still here, Long.MAX_VALUE when there is none. */
    long oldestDtsNanos() {
        return ring.nanosAt(ring.oldest());
    }
}
