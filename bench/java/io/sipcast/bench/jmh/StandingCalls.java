package io.sipcast.bench.jmh;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the SIP engine keeps of a call that stands, once its transactions are over; the time is of
 * no interest.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 1)
public class StandingCalls extends Measured {
    private static final int CALLS = 2000;
    private static final int FIRST = 200;

    @Param({"false", "true"})
    boolean digest;

    /** What JMH shows besides. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Memory {
        /** Of heap, for each call. */
        public long bytesKept;
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public Object establish(Memory memory) {
        var engine = new SipEngine(digest, SipEngine::answer);
        engine.standing(FIRST); // what is allocated once
        long before = used();
        engine.standing(CALLS);
        memory.bytesKept = (used() - before) / CALLS;
        return engine;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
