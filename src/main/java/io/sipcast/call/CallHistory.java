package io.sipcast.call;

import io.sipcast.media.MediaStats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last five minutes of a call in numbers, one sample a second: 300 of 48 bytes, allocated once.
 * What is not known is not a number, or negative. Written by the call's loop, read by any thread.
 */
public final class CallHistory {
    public static final long EVERY_MILLIS = 1000;

    static final int MOST = 300;
    private static final long EVERY_NANOS = EVERY_MILLIS * 1_000_000;
    private static final float UNKNOWN = Float.NaN;

    /** What the outputs of a stream carry together. */
    public interface Outputs {
        /** Sums of all outputs; on the stream's loop. */
        Load load();
    }

    /**
     * Sums of all outputs.
     *
     * @param bitRate bit/s
     */
    public record Load(long bitRate, long queueBytes) {}

    /**
     * One second. What is null is not known.
     *
     * @param at its end
     * @param lost packets of both tracks, in this second
     */
    public record Sample(
            Instant at,
            @Nullable Long audioBitRate,
            @Nullable Long videoBitRate,
            long outBitRate,
            long lost,
            @Nullable Double jitterMillis,
            @Nullable Double skewMillis,
            @Nullable Double frameRate,
            long queueBytes,
            @Nullable Double levelDbfs) {}

    private volatile Outputs outputs;
    private final long startNanos;
    private final Instant started;
    private int[] atMillis = new int[MOST];
    private int[] audioBitRate = new int[MOST];
    private int[] videoBitRate = new int[MOST];
    private int[] outBitRate = new int[MOST];
    private int[] lost = new int[MOST];
    private int[] queueBytes = new int[MOST];
    private float[] jitterMillis = new float[MOST];
    private float[] skewMillis = new float[MOST];
    private float[] frameRate = new float[MOST];
    private float[] levelDbfs = new float[MOST];
    private long samples; // guarded by this, as are the arrays
    private boolean ended; // guarded by this
    private long lostBefore;
    private long nextNanos;
    private @Nullable MediaStats before; // guarded by this
    private @Nullable MediaStats newest; // guarded by this

    /** Begins with the answer; the first sample is due a second later. */
    public CallHistory(Outputs outputs, Instant started, long nowNanos) {
        this.outputs = outputs;
        this.started = started;
        this.startNanos = nowNanos;
        this.nextNanos = nowNanos + EVERY_NANOS;
    }

    /** The call has ended: what is remembered of it is no more than there is, and not the call. */
    synchronized void end() {
        ended = true;
        outputs = () -> new Load(0, 0);
        before = null;
        newest = null;
        if (samples < MOST) {
            trim((int) samples);
        }
    }

    private void trim(int count) {
        atMillis = Arrays.copyOf(atMillis, count);
        audioBitRate = Arrays.copyOf(audioBitRate, count);
        videoBitRate = Arrays.copyOf(videoBitRate, count);
        outBitRate = Arrays.copyOf(outBitRate, count);
        lost = Arrays.copyOf(lost, count);
        queueBytes = Arrays.copyOf(queueBytes, count);
        jitterMillis = Arrays.copyOf(jitterMillis, count);
        skewMillis = Arrays.copyOf(skewMillis, count);
        frameRate = Arrays.copyOf(frameRate, count);
        levelDbfs = Arrays.copyOf(levelDbfs, count);
    }

    /** Whether a second is over. On the loop. */
    boolean due(long nowNanos) {
        return nowNanos - nextNanos >= 0;
    }

    /** Adds what is measured now; what a stalled loop has missed is not made up. On the loop. */
    void add(MediaStats stats, long nowNanos) {
        nextNanos += EVERY_NANOS;
        nextNanos = due(nowNanos) ? nowNanos + EVERY_NANOS : nextNanos;
        Load load = outputs.load();
        synchronized (this) {
            if (ended) {
                return;
            }
            put((int) (samples % MOST), stats, load, nowNanos);
            samples++;
            before = newest;
            newest = stats;
        }
    }

    private void put(int at, MediaStats stats, Load load, long nowNanos) {
        MediaStats.Audio sound = stats.audio();
        MediaStats.Video pictures = stats.video();
        long lostNow =
                (sound == null ? 0 : sound.packets().lost())
                        + (pictures == null ? 0 : pictures.packets().lost());
        atMillis[at] = (int) ((nowNanos - startNanos) / 1_000_000);
        audioBitRate[at] = sound == null ? -1 : fitting(sound.packets().bitRate());
        videoBitRate[at] = pictures == null ? -1 : fitting(pictures.packets().bitRate());
        outBitRate[at] = fitting(load.bitRate());
        lost[at] = fitting(Math.max(0, lostNow - lostBefore));
        queueBytes[at] = fitting(load.queueBytes());
        jitterMillis[at] = jitter(sound, pictures);
        Double skew = pictures == null ? null : pictures.publishedSkewMillis();
        skewMillis[at] = skew == null ? UNKNOWN : skew.floatValue();
        frameRate[at] = pictures == null ? UNKNOWN : (float) pictures.frameRate();
        Double level = sound == null ? null : sound.levelDbfs();
        levelDbfs[at] = level == null ? UNKNOWN : level.floatValue();
        lostBefore = lostNow;
    }

    /** Of the track that has more. */
    private static float jitter(
            MediaStats.@Nullable Audio sound, MediaStats.@Nullable Video pictures) {
        float ofSound = sound == null ? UNKNOWN : (float) sound.packets().jitterMillis();
        float ofPictures = pictures == null ? UNKNOWN : (float) pictures.packets().jitterMillis();
        if (Float.isNaN(ofSound)) {
            return ofPictures;
        }
        return Float.isNaN(ofPictures) ? ofSound : Math.max(ofSound, ofPictures);
    }

    private static int fitting(long value) {
        return (int) Math.min(Integer.MAX_VALUE, value);
    }

    /** Oldest first. */
    public synchronized List<Sample> samples() {
        int count = (int) Math.min(MOST, samples);
        List<Sample> all = new ArrayList<>(count);
        for (long i = samples - count; i < samples; i++) {
            all.add(sample((int) (i % MOST)));
        }
        return all;
    }

    private Sample sample(int at) {
        return new Sample(
                started.plusMillis(atMillis[at]),
                known(audioBitRate[at]),
                known(videoBitRate[at]),
                outBitRate[at],
                lost[at],
                known(jitterMillis[at]),
                known(skewMillis[at]),
                known(frameRate[at]),
                queueBytes[at],
                known(levelDbfs[at]));
    }

    private static @Nullable Long known(int value) {
        return value < 0 ? null : (long) value;
    }

    private static @Nullable Double known(float value) {
        return Float.isNaN(value) ? null : Math.round(value * 100.0) / 100.0;
    }

    /** For how many seconds now the sound has been no louder than this, as far as is known. */
    public synchronized int quietSeconds(double dbfs) {
        int quiet = 0;
        long known = Math.min(MOST, samples);
        while (quiet < known && levelDbfs[(int) ((samples - 1 - quiet) % MOST)] <= dbfs) {
            quiet++;
        }
        return quiet;
    }

    /** What was measured about a second before the newest sample; null before the second one. */
    public synchronized @Nullable MediaStats before() {
        return before;
    }
}
