package io.sipcast.overload;

import io.sipcast.overload.Refusal.Reason;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether something new may begin. Samples of the load in, the decision out; pure, and not
 * for several threads.
 *
 * <p>Overload begins when the average of the last seconds reaches a limit, so a stutter is none,
 * and ends when each of those seconds was well below it, so it does not flap. Before that, a budget
 * keeps it from beginning: the processors' figure is old by the time that a call answered now takes
 * to show in it, so each call that is not in it yet is counted with what a call costs here.
 */
public final class OverloadMachine {
    /** Over which the use of the processors is averaged. */
    public static final Duration CPU_WINDOW = Duration.ofSeconds(5);

    /** Shorter: late ticks are the harm itself. */
    static final Duration LAG_WINDOW = Duration.ofSeconds(3);

    /** Of a limit, below which all is well again. */
    static final double CALM = 0.85;

    /** Cores that a call is taken to cost until it is known: sound and pictures passed through. */
    static final double FIRST_COST = 0.01;

    private static final double LEAST_COST = 0.003;
    private static final double MOST_COST = 0.05; // the rest is something else than calls

    /** Of fewer the cost of one can't be told from that of everything else. */
    private static final double ENOUGH_CALLS = 5;

    /** The part of a new figure in the cost: a compiler that warms up is not believed. */
    private static final double LEARNING = 1 / 16.0;

    private static final String OVERLOADED =
            "The gateway is overloaded and takes nothing new, so that what runs goes on: ";
    private static final Duration RETRY_OVERLOADED = Duration.ofSeconds(10);
    private static final Duration RETRY_FULL = Duration.ofSeconds(3);

    private final OverloadLimits limits;
    private final Average lag;
    private final Average cpu;
    private double available = 1;
    private double costOfCall = FIRST_COST;
    private @Nullable Reason overload;

    public OverloadMachine(OverloadLimits limits, long nowNanos) {
        this.limits = limits;
        this.lag = new Average(LAG_WINDOW, nowNanos);
        this.cpu = new Average(CPU_WINDOW, nowNanos);
    }

    /** What was measured since the last time. */
    public void sample(Load load, CallLoad calls, long nowNanos) {
        lag.add((double) load.loopLagNanos(), nowNanos);
        cpu.add(load.cpu(), nowNanos);
        available = load.available();
        if (calls.settled() >= ENOUGH_CALLS) {
            double cost = Math.clamp(load.cores() / calls.settled(), LEAST_COST, MOST_COST);
            costOfCall += (cost - costOfCall) * LEARNING;
        }
        Reason over = over();
        if (over != null) {
            overload = over;
        } else if (isCalm()) {
            overload = null;
        }
    }

    private @Nullable Reason over() {
        if (limits.looksAtLag() && lag.mean() >= limits.maxLoopLag().toNanos()) {
            return Reason.LOOP_LAG;
        }
        return limits.looksAtCpu() && cpu.mean() >= limits.maxCpu() ? Reason.CPU : null;
    }

    private boolean isCalm() {
        return (!limits.looksAtLag() || lag.highest() < CALM * limits.maxLoopLag().toNanos())
                && (!limits.looksAtCpu() || cpu.highest() < CALM * limits.maxCpu());
    }

    /** What there is too much of; null while all is well. */
    public @Nullable Reason overload() {
        return overload;
    }

    /** In cores. */
    double costOfCall() {
        return costOfCall;
    }

    /** Why nothing new may begin now; null when it may. */
    public @Nullable Refusal refusal(CallLoad calls) {
        if (overload != null) {
            return new Refusal(overload, sentence(overload), RETRY_OVERLOADED);
        }
        double after = cpu.mean() + (calls.coming() + 1) * costOfCall / available;
        if (limits.looksAtCpu() && after > limits.maxCpu()) {
            return new Refusal(Reason.CPU, noRoom(calls), RETRY_FULL);
        }
        return null;
    }

    private String sentence(Reason reason) {
        return OVERLOADED + describe(reason) + ". Try again later, or another gateway.";
    }

    /** While there is too much of this, whatever the figure is just now. */
    Overloaded overloaded(Reason reason) {
        String what =
                switch (reason) {
                    case LOOP_LAG ->
                            "its media loops are late, call.overload.max-loop-lag is %d ms"
                                    .formatted(limits.maxLoopLag().toMillis());
                    case CPU ->
                            "its processors have no more to give, call.overload.max-cpu is %s"
                                    .formatted(percent(limits.maxCpu()));
                };
        return new Overloaded(reason, OVERLOADED + what + ".");
    }

    /** The figure that is past its limit, in words. */
    String describe(Reason reason) {
        return switch (reason) {
            case LOOP_LAG ->
                    "its media loops are %.0f ms late, call.overload.max-loop-lag is %d ms"
                            .formatted(lag.mean() / 1e6, limits.maxLoopLag().toMillis());
            case CPU ->
                    "it uses %s of its processors, call.overload.max-cpu is %s"
                            .formatted(percent(cpu.mean()), percent(limits.maxCpu()));
        };
    }

    private String noRoom(CallLoad calls) {
        return "The gateway has no room for another call: "
                + describe(Reason.CPU)
                + ", and %d calls are being set up. Try again in a moment, or another gateway."
                        .formatted(Math.round(calls.coming()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
