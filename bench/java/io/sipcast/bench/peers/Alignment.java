package io.sipcast.bench.peers;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where decoded sound is in its source: sample i of what was decoded is sample {@code i + offsets[i
 * / BLOCK]} of the source, all at 8 kHz. Blocks are judged one by one beside the source.
 *
 * @param offsets for each block
 * @param likeness of each block with the source around it, -1 to 1
 * @param bad whether a block is a hole, or something else than the source
 * @param jumps how often the sound goes on at another place of the source
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record Alignment(long[] offsets, double[] likeness, boolean[] bad, int jumps) {
    /** 10 ms. */
    static final int BLOCK = 80;

    /** A block is compared with what is around it: 50 ms. */
    private static final int AROUND = 160;

    private static final int SEARCH_WINDOW = 4000;

    /** How long ago the sound may have been sent. */
    private static final int SEARCH_BACK = 16_000;

    private static final int LONG_SEARCH_BACK = 120_000;
    private static final double SAME = 0.7;

    /** How far it may slip from block to block: what drift and filters do is less. */
    private static final int SLIP = 2;

    /** In which it may slip by one more: a gateway plays up to 1500 ppm faster or slower. */
    private static final int BLOCKS_A_SAMPLE = 8;

    /** After a pause; less than half the period of any voice. */
    private static final int MOST_SLIP = 16;

    /** What is louder in the source has a shape that survives coding. */
    private static final double LOUD = 400;

    private static final double LEAST_LIKENESS = 0.5;

    /** 12 dB softer than the source. */
    private static final double LEAST_LEVEL = 0.25;

    /** Bad blocks after which it is sought anew: 60 ms. */
    private static final int LOST_AFTER = 6;

    private static final int REFIND_WINDOW = 1600;
    private static final int REFIND_REACH = 4000;

    /** 2 ms: less is no jump. */
    private static final int LEAST_JUMP = 16;

    /**
     * Finds the sound, and follows it.
     *
     * @param decoded the lower half of it: {@link SoundLoop#voice}
     * @param lastSent the last sample of the source that had left when the sound was all there
     * @return null when it is not the source's sound
     */
    static @Nullable Alignment find(short[] decoded, SendLog source, long lastSent) {
        if (decoded.length < SEARCH_WINDOW) {
            return null;
        }
        int half = decoded.length / 2;
        Alignment found = from(decoded, loudest(decoded, 0, decoded.length), source, lastSent);
        if (found == null || found.faults() == 0 || half < SEARCH_WINDOW) {
            return found;
        }
        // At another speed, a voice is like itself one period further: seen from elsewhere it is
        // not.
        Alignment first = from(decoded, loudest(decoded, 0, half), source, lastSent);
        Alignment last = from(decoded, loudest(decoded, half, decoded.length), source, lastSent);
        return better(better(found, first), last);
    }

    private static Alignment better(Alignment one, @Nullable Alignment other) {
        return other == null || one.faults() <= other.faults() ? one : other;
    }

    private int faults() {
        int count = LOST_AFTER * jumps;
        for (boolean each : bad) {
            count += each ? 1 : 0;
        }
        return count;
    }

    private static @Nullable Alignment from(
            short[] decoded, int at, SendLog source, long lastSent) {
        long latest = lastSent - (decoded.length - at - SEARCH_WINDOW);
        Place place = best(decoded, at, SEARCH_WINDOW, source, latest - SEARCH_BACK, latest);
        if (place.likeness() < SAME) {
            place = best(decoded, at, SEARCH_WINDOW, source, latest - LONG_SEARCH_BACK, latest);
        }
        return place.likeness() < SAME ? null : new Follower(decoded, source).follow(at, place);
    }

    private record Place(long offset, double likeness) {}

    /** Where the loudest window begins of a part of it. */
    private static int loudest(short[] decoded, int from, int end) {
        int best = from;
        double most = -1;
        for (int at = from; at + SEARCH_WINDOW <= end; at += SEARCH_WINDOW / 4) {
            double energy = energy(decoded, at, SEARCH_WINDOW);
            if (energy > most) {
                most = energy;
                best = at;
            }
        }
        return best;
    }

    private static double energy(short[] samples, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return sum;
    }

    /** The place of the window in the source, from {@code first} to {@code last}. */
    private static Place best(
            short[] decoded, int at, int count, SendLog source, long first, long last) {
        int places = (int) (last - first + 1);
        float[] window = new float[count];
        for (int i = 0; i < count; i++) {
            window[i] = decoded[at + i];
        }
        float[] sent = new float[places + count];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = source.voice(first + i);
        }
        double own = energy(decoded, at, count);
        double theirs = 0;
        for (int i = 0; i < count; i++) {
            theirs += sent[i] * sent[i];
        }
        int best = 0;
        double most = -1;
        for (int place = 0; place < places; place++) {
            double likeness = product(window, sent, place) / Math.sqrt(own * theirs + 1);
            if (likeness > most) {
                most = likeness;
                best = place;
            }
            theirs += sent[place + count] * sent[place + count] - sent[place] * sent[place];
        }
        return new Place(first + best - at, most);
    }

    /** Four sums side by side: the processor adds them at the same time. */
    private static double product(float[] window, float[] sent, int from) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = 0; i + 3 < window.length; i += 4) {
            a += window[i] * sent[from + i];
            b += window[i + 1] * sent[from + i + 1];
            c += window[i + 2] * sent[from + i + 2];
            d += window[i + 3] * sent[from + i + 3];
        }
        return a + b + (c + d);
    }

    /** From the place that was found to both ends. */
    private static final class Follower {
        private final short[] decoded;
        private final SendLog source;
        private final long[] offsets;
        private final double[] likeness;
        private final boolean[] bad;
        private int jumps;
        private int unsure;

        Follower(short[] decoded, SendLog source) {
            this.decoded = decoded;
            this.source = source;
            int blocks = decoded.length / BLOCK;
            offsets = new long[blocks];
            likeness = new double[blocks];
            bad = new boolean[blocks];
        }

        Alignment follow(int from, Place place) {
            walk(from / BLOCK, 1, place.offset());
            walk(from / BLOCK - 1, -1, place.offset());
            return new Alignment(offsets, likeness, bad, jumps);
        }

        private void walk(int first, int step, long offset) {
            long now = offset;
            int run = 0;
            unsure = 0;
            for (int block = first; block >= 0 && block < offsets.length; block += step) {
                now = slip(block, now);
                judge(block, now);
                run = bad[block] ? run + 1 : 0;
                if (run == LOST_AFTER) {
                    long found = refind(block, step, now);
                    if (Math.abs(found - now) >= LEAST_JUMP) {
                        jumps++;
                        now = found;
                        block -= step * LOST_AFTER;
                    }
                    run = 0;
                }
            }
        }

        /**
         * The likeliest place near where it should be, the further away the longer that is unsure;
         * only a clearly better one counts.
         */
        private long slip(int block, long offset) {
            unsure++;
            if (sourceLevel(block, offset) < LOUD) {
                return offset;
            }
            int reach = Math.min(SLIP + unsure / BLOCKS_A_SAMPLE, MOST_SLIP);
            long best = offset;
            double most = likeness(block, offset);
            for (long other = offset - reach; other <= offset + reach; other++) {
                double found = likeness(block, other);
                if (found > most + 0.002 && found > SAME) {
                    most = found;
                    best = other;
                }
            }
            unsure = most > SAME ? 0 : unsure;
            return best;
        }

        private void judge(int block, long offset) {
            offsets[block] = offset;
            likeness[block] = likeness(block, offset);
            double level = sourceLevel(block, offset);
            boolean soft = level(block) < LEAST_LEVEL * level;
            boolean other = level >= LOUD && likeness[block] < LEAST_LIKENESS;
            bad[block] = soft || other;
        }

        private double level(int block) {
            return Math.sqrt(energy(decoded, block * BLOCK, BLOCK) / BLOCK);
        }

        private double sourceLevel(int block, long offset) {
            double sum = 0;
            for (int i = block * BLOCK; i < (block + 1) * BLOCK; i++) {
                double sample = source.voice(i + offset);
                sum += sample * sample;
            }
            return Math.sqrt(sum / BLOCK);
        }

        private double likeness(int block, long offset) {
            int from = Math.max(0, block * BLOCK - AROUND);
            int end = Math.min(decoded.length, (block + 1) * BLOCK + AROUND);
            double both = 0;
            double own = 0;
            double theirs = 0;
            for (int i = from; i < end; i++) {
                double a = decoded[i];
                double b = source.voice(i + offset);
                both += a * b;
                own += a * a;
                theirs += b * b;
            }
            return both / Math.sqrt(own * theirs + 1);
        }

        /** Looks further around, at what follows; the same offset when there is nothing. */
        private long refind(int block, int step, long offset) {
            int at = step > 0 ? block * BLOCK : (block + 1) * BLOCK - REFIND_WINDOW;
            if (at < 0 || at + REFIND_WINDOW > decoded.length) {
                return offset;
            }
            long middle = at + offset;
            Place place =
                    best(
                            decoded,
                            at,
                            REFIND_WINDOW,
                            source,
                            middle - REFIND_REACH,
                            middle + REFIND_REACH);
            return place.likeness() < SAME ? offset : place.offset();
        }
    }

    /** For a sample of what was decoded, also before its first and after its last. */
    long offsetAt(long sample) {
        return offsets[Math.clamp(Math.floorDiv(sample, BLOCK), 0, offsets.length - 1)];
    }

    double meanLikeness() {
        return Arrays.stream(likeness).average().orElse(0);
    }
}
