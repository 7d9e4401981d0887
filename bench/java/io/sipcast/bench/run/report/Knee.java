package io.sipcast.bench.run.report;

import java.util.ArrayList;
import java.util.List;

/**
 * How many calls one core carries: as many as at the last step before something gave way.
 *
 * @param calls that went well; 0 if the first step did not
 * @param reached whether there was a step that did not go well; else more may be possible
 * @param why what gave way first
 */
public record Knee(int calls, boolean reached, String why) {
    /**
     * The most delay of sound at p99: 20 ms of ours. A frame that ends just after a packet has to
     * wait for the next one, and one in a hundred does so with a single call, too: that is another
     * 20 ms.
     */
    public static final double SOUND_MILLIS = 40;

    /**
     * With pictures at 25 a second sound waits for the next one as well, whatever the load: both
     * leave in one order of decoding time.
     */
    public static final double PICTURES_MILLIS = SOUND_MILLIS + 40;

    private static final double MOST_CORES = 0.95;

    /**
     * Finds it: the first bad step ends the way. Who looks gives a step a second chance, as the
     * machine may have been at fault.
     *
     * @param steps with more and more calls
     * @param mostMillis of delay at p99
     */
    public static Knee of(List<Reading> steps, double mostMillis) {
        int good = 0;
        for (Reading step : steps) {
            List<String> bad = whatGaveWay(step, mostMillis);
            if (!bad.isEmpty()) {
                String why = "at %d calls: %s".formatted(step.calls(), String.join(", ", bad));
                return new Knee(good, true, why);
            }
            good = step.calls();
        }
        return new Knee(good, false, "none up to %d calls".formatted(good));
    }

    /** Why a step did not go well; empty if it did. */
    public static List<String> whatGaveWay(Reading step, double mostMillis) {
        List<String> why = new ArrayList<>(step.faults());
        Delay delay = step.delay();
        if (delay != null && !(delay.p99() <= mostMillis)) {
            why.add("delay of %s ms at p99".formatted(Numbers.text(delay.p99())));
        }
        if (step.lostFrames() > 0) {
            why.add("%d audio frames lost".formatted(step.lostFrames()));
        }
        if (step.cores() > MOST_CORES) {
            why.add("%s of the core taken".formatted(Numbers.text(step.cores())));
        }
        return why;
    }
}
