package io.sipcast.bench.run.report;

import io.sipcast.bench.run.account.Memory;
import io.sipcast.bench.run.account.Pauses;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way of doing the work, looked at for one window.
 *
 * @param pipe who did it, and what
 * @param calls how many there were
 * @param cores CPU seconds for each second, of its processes alone
 * @param memory of its processes
 * @param delay from RTP to RTMP; null where nobody looked
 * @param lostFrames audio frames that should have come in the window, and did not
 * @param pauses of its JVM; null if it has none, or where nobody looked
 * @param machine what else went on
 * @param faults what was wrong with the streams; the reading is void if there are any
 */
public record Reading(
        String pipe,
        int calls,
        double cores,
        Memory memory,
        @Nullable Delay delay,
        int lostFrames,
        @Nullable Pauses pauses,
        Surroundings machine,
        List<String> faults) {

    public Reading {
        faults = List.copyOf(faults);
    }

    /**
     * What else the machine did meanwhile.
     *
     * @param load processes that wanted to run, on average of a minute
     * @param foreignCores busy with neither the bench nor what it measures
     */
    public record Surroundings(double load, double foreignCores) {}

    public double coresPerCall() {
        return cores / calls;
    }

    public boolean isVoid() {
        return !faults.isEmpty();
    }
}
