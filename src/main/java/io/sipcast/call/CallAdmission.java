package io.sipcast.call;

import io.sipcast.call.CallRefused.Limit;
import io.sipcast.overload.Overload;
import io.sipcast.overload.Refusal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says whether one more call may begin, whatever call it is: by the limits of the configuration, by
 * what this machine can bear, and not any more once the gateway shuts down. Counts those it
 * refused. Not for several threads: its owner has a lock.
 */
final class CallAdmission {
    private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(10);

    private final CallLimits limits;
    private final Overload overload;
    private final CallRate rate;
    private final Map<Limit, Long> refused = new EnumMap<>(Limit.class);
    private boolean over;

    CallAdmission(CallLimits limits, Overload overload) {
        this.limits = limits;
        this.overload = overload;
        this.rate = new CallRate(limits.perMinute());
    }

    /**
     * Lets one more begin, or not.
     *
     * @param live calls that are there
     * @throws CallRefused it may not; this is counted by the limit that it was
     */
    void admit(int live) throws CallRefused {
        CallRefused why = refusal(live, overload::refusal);
        if (why != null) {
            Limit limit = why.limit();
            if (limit != null) {
                refused.merge(limit, 1L, Long::sum);
            }
            throw why;
        }
    }

    /** Why one more would be refused now; null when it would not be. */
    @Nullable CallRefused outlook(int live) {
        return refusal(live, overload::outlook);
    }

    private @Nullable CallRefused refusal(int live, Supplier<@Nullable Refusal> load) {
        if (over) {
            return CallRefused.closing("The gateway is shutting down.", RETRY_WHEN_FULL);
        }
        if (limits.most().isPresent() && live >= limits.most().getAsInt()) {
            return CallRefused.full(
                    Limit.CALLS,
                    "There are " + live + " calls, as many as call.max allows.",
                    RETRY_WHEN_FULL);
        }
        Duration pause = rate.pause(System.nanoTime());
        if (!pause.isZero()) {
            return CallRefused.full(
                    Limit.RATE,
                    "Within a minute no more calls may begin than call.max-per-minute allows.",
                    pause);
        }
        Refusal overloaded = load.get();
        return overloaded == null
                ? null
                : CallRefused.full(
                        switch (overloaded.reason()) {
                            case LOOP_LAG -> Limit.LOOP_LAG;
                            case CPU -> Limit.CPU;
                        },
                        overloaded.sentence(),
                        overloaded.retryAfter());
    }

    /** One that was let in has begun. */
    void begun() {
        rate.begin(System.nanoTime());
    }

    /** The one that began last never did. */
    void takenBack() {
        rate.takeBack();
    }

    /** How many were refused, by what there was too much of. */
    long refused(Limit limit) {
        return refused.getOrDefault(limit, 0L);
    }

    /** No more from now on. */
    void close() {
        over = true;
    }
}
