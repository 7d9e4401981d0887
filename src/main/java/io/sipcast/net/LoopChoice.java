package io.sipcast.net;

import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;

/**
 * Which loop the next call goes to: the first one that is not 40 % busy yet, and when there is none
 * the one that does least. A loop pays for each turn, whatever it finds to do in it: the sleep
 * before, and the code and tables of all calls, which others have driven out of the cache
 * meanwhile. So a few calls cost less together than each on a processor of its own; a loop that is
 * 40 % busy still comes in time.
 *
 * <p>What a loop does is taken from its thread's CPU time, once a second at most. Calls that have
 * just begun do not show there, nor those that ring: each call counts for what a call of sound
 * costs at least. Safe for use by any thread.
 */
final class LoopChoice {
    /** Up to here a loop takes more, in cores. */
    static final double FULL = 0.4;

    /** What is expected of a call, in cores: one of sound with one target costs nearly that. */
    static final double CALL = 0.003;

    private static final long SAMPLE_NANOS = 1_000_000_000L;

    private final IntToLongFunction cpu;
    private final LongSupplier clock;
    private final double[] busy;
    private final int[] fresh;
    private final int[] calls;
    private final long[] cpuNanos;
    private long sampledNanos;

    /**
     * @param cpu the CPU time that the thread of a loop has taken so far, in nanoseconds
     */
    LoopChoice(int loops, IntToLongFunction cpu, LongSupplier clock) {
        this.cpu = cpu;
        this.clock = clock;
        this.busy = new double[loops];
        this.fresh = new int[loops];
        this.calls = new int[loops];
        this.cpuNanos = new long[loops];
        this.sampledNanos = clock.getAsLong();
    }

    /** The loop for something that is no call. */
    synchronized int next() {
        sample();
        int least = 0;
        double leastLoad = Double.MAX_VALUE;
        for (int i = 0; i < busy.length; i++) {
            double load = load(i);
            if (load < FULL) {
                least = i;
                break;
            }
            if (load < leastLoad) {
                least = i;
                leastLoad = load;
            }
        }
        fresh[least]++;
        return least;
    }

    /** The loop for a call, which is there until it {@link #leave leaves}. */
    synchronized int enter() {
        int loop = next();
        calls[loop]++;
        return loop;
    }

    synchronized void leave(int loop) {
        calls[loop]--;
    }

    private double load(int loop) {
        return Math.max(busy[loop] + fresh[loop] * CALL, calls[loop] * CALL);
    }

    private void sample() {
        long now = clock.getAsLong();
        long elapsed = now - sampledNanos;
        if (elapsed >= SAMPLE_NANOS) {
            for (int i = 0; i < busy.length; i++) {
                long used = cpu.applyAsLong(i);
                busy[i] = (double) (used - cpuNanos[i]) / elapsed;
                cpuNanos[i] = used;
            }
            Arrays.fill(fresh, 0);
            sampledNanos = now;
        }
    }
}
