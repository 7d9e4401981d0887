package io.sipcast.bench.run;

import io.sipcast.bench.peers.RtmpSink;
import io.sipcast.bench.run.account.MachineTime;
import io.sipcast.bench.run.account.Memory;
import io.sipcast.bench.run.account.ProcessTimes;
import io.sipcast.bench.run.report.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at something that runs for one window: what it takes, and what comes of it. */
final class Observer {
    private static final double NANOS = 1e9;

    private final Children children;
    private final Inspector inspector;
    private final RtmpSink sink;

    Observer(Children children, RtmpSink sink, Inspector inspector) {
        this.children = children;
        this.sink = sink;
        this.inspector = inspector;
    }

    /** What was taken in a window. */
    record Taken(long fromNanos, long toNanos, double cores, Reading.Surroundings surroundings) {
        double seconds() {
            return (toNanos - fromNanos) / NANOS;
        }
    }

    /**
     * Reads what calls take, and judges their streams.
     *
     * @param gateway whose pauses count; null if it has none
     */
    Reading read(Pipe pipe, Pipe.Running running, @Nullable GatewayChild gateway, Duration window)
            throws InterruptedException, IOException {
        List<Flow> flows = running.flows();
        flows.forEach(flow -> sink.of(flow.name()).forget());
        running.callee().forgetLateness();
        Taken taken = taken(running.processes(), window);
        int lost = inspector.lostFrames(flows, taken.seconds());
        Memory memory = Memory.of(running.processes());
        Inspector.Verdict verdict =
                inspector.judge(pipe.form(), running.sample(), running.callee());
        return new Reading(
                pipe.name(),
                running.calls(),
                taken.cores(),
                memory,
                verdict.delay(),
                lost,
                gateway == null ? null : gateway.pauses(taken.fromNanos(), taken.toNanos()),
                taken.surroundings(),
                verdict.faults());
    }

    /** What processes take while nobody looks at what they do. */
    Taken taken(List<Long> processes, Duration window) throws InterruptedException, IOException {
        List<Long> known = new ArrayList<>(children.processes());
        known.add(ProcessHandle.current().pid());
        double busy = MachineTime.busySeconds();
        double ours = ProcessTimes.seconds(known);
        double cpu = ProcessTimes.seconds(processes);
        long from = System.nanoTime();
        Thread.sleep(window);
        cpu = ProcessTimes.seconds(processes) - cpu;
        long to = System.nanoTime();
        ours = ProcessTimes.seconds(known) - ours;
        busy = MachineTime.busySeconds() - busy;
        double seconds = (to - from) / NANOS;
        double foreign = Math.max(0, busy - ours) / seconds;
        return new Taken(
                from, to, cpu / seconds, new Reading.Surroundings(MachineTime.load(), foreign));
    }
}
