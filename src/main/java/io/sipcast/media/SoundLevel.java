package io.sipcast.media;

import org.jspecify.annotations.Nullable;

/**
 * How loud sound was over its last second, in tenths of which the oldest gives way: a meter moves
 * with each of them. Nought dBFS is the level of a square wave at full scale, so that a sine at
 * full scale has -3. Counts what is on air, so silence that was put in as well.
 *
 * <p>Owned by one thread.
 */
final class SoundLevel implements Sink<Pcm> {
    /** What stands for no sound at all. */
    static final double FLOOR_DBFS = -99;

    private static final int PARTS = 10;
    private static final long PART_NANOS = 100_000_000L;
    private static final double FULL_SCALE = 32_768;

    private final Sink<? super Pcm> next;
    private final double[] squares = new double[PARTS];
    private final long[] counts = new long[PARTS];
    private final int[] peaks = new int[PARTS];
    private int part;
    private long partEndNanos = Long.MIN_VALUE;

    /** Measures what goes to the next. */
    SoundLevel(Sink<? super Pcm> next) {
        this.next = next;
    }

    @Override
    public void accept(Pcm block) {
        if (block.startNanos() >= partEndNanos) {
            turn(block.startNanos());
        }
        add(block.samples(), block.side());
        next.accept(block);
    }

    private void turn(long nowNanos) {
        part = (part + 1) % PARTS;
        squares[part] = 0;
        counts[part] = 0;
        peaks[part] = 0;
        partEndNanos = nowNanos + PART_NANOS;
    }

    /** Of two channels the mean power and the higher peak. */
    private void add(short[] middle, short @Nullable [] side) {
        double sum = 0;
        int peak = peaks[part];
        for (int i = 0; i < middle.length; i++) {
            int apart = side == null ? 0 : side[i];
            sum += (double) middle[i] * middle[i] + (double) apart * apart;
            peak = Math.max(peak, Math.abs(middle[i]) + Math.abs(apart));
        }
        squares[part] += sum;
        counts[part] += middle.length;
        peaks[part] = peak;
    }

    /** The root of the mean square, dBFS; never below {@link #FLOOR_DBFS}. */
    double rmsDbfs() {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < PARTS; i++) {
            sum += squares[i];
            count += counts[i];
        }
        return count == 0 ? FLOOR_DBFS : dbfs(Math.sqrt(sum / count));
    }

    /** The highest sample, likewise. */
    double peakDbfs() {
        int peak = 0;
        for (int one : peaks) {
            peak = Math.max(peak, one);
        }
        return dbfs(peak);
    }

    private static double dbfs(double amplitude) {
        return amplitude <= 0
                ? FLOOR_DBFS
                : Math.max(FLOOR_DBFS, 20 * Math.log10(amplitude / FULL_SCALE));
    }
}
