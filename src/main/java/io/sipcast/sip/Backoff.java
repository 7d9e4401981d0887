package io.sipcast.sip;

import io.sipcast.sip.request.Failure;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a registration that failed is tried again (RFC 5626 §4.5): twice as long
 * after each failure, and by chance only a part of it, so that a registrar that comes back is not
 * met by all of its users at once.
 */
final class Backoff {
    private static final Pace LOST = new Pace(Duration.ofSeconds(5), Duration.ofMinutes(1));

    /** Many registrars lock out who keeps on trying with a password that they don't take. */
    private static final Pace REFUSED = new Pace(Duration.ofMinutes(1), Duration.ofMinutes(15));

    /** No registrar is believed that it will be gone for longer. */
    private static final Duration LONGEST_ASKED = Duration.ofHours(1);

    /** All who were asked to come back in 60 s come back in 60 to 66 s. */
    private static final double SPREAD = 0.1;

    private record Pace(Duration first, Duration last) {}

    private final RandomGenerator random;
    private Pace pace = LOST;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    void succeeded() {
        failures = 0;
    }

    /**
     * After one more failure.
     *
     * @param asked what Retry-After says, zero without one
     */
    Duration failed(Failure why, Duration asked) {
        Pace now = isRefusal(why) ? REFUSED : LOST;
        if (!now.equals(pace)) {
            pace = now;
            failures = 0;
        }
        Duration whole = shorter(pace.first().multipliedBy(1L << Math.min(failures++, 10)));
        Duration part = times(whole, 0.5 + random.nextDouble() / 2);
        return longer(part, times(bounded(asked), 1 + SPREAD * random.nextDouble()));
    }

    /** Whether the same answer is to be expected for a while. */
    static boolean isRefusal(Failure why) {
        return switch (why) {
            case Failure.CredentialsRefused _, Failure.ChallengeRefused _, Failure.NotFollowed _ ->
                    true;
            case Failure.SentOn(var _, Failure there) -> isRefusal(there);
            case Failure.Rejected(int status, var _) ->
                    status / 100 != 5 && status != 408 && status != 480;
            case Failure.NothingGranted _,
                    Failure.TimedOut _,
                    Failure.Unreachable _,
                    Failure.Unresolved _,
                    Failure.Cancelled _,
                    Failure.Overloaded _ ->
                    false;
        };
    }

    /** How long Retry-After forbids another try. */
    static Duration bounded(Duration asked) {
        return asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED;
    }

    private Duration shorter(Duration whole) {
        return whole.compareTo(pace.last()) < 0 ? whole : pace.last();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration times(Duration whole, double factor) {
        return Duration.ofNanos((long) (whole.toNanos() * factor));
    }
}
