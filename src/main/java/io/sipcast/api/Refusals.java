package io.sipcast.api;

import io.sipcast.call.CallRefused;
import io.sipcast.inject.InjectionRefused;
import io.sipcast.net.TooManyPullsException;
import io.sipcast.observe.Mask;
import io.sipcast.overload.Refusal;
import io.sipcast.record.RecordingRefused;
import java.time.Duration;
import java.util.Map;

/** Refusals of the parts below, as HTTP says them. */
public final class Refusals {
    private static final Duration PULLS_PAUSE = Duration.ofSeconds(10);

    private Refusals() {}

    /** 404 or 409. */
    public static Problem problem(RecordingRefused refused) {
        int status =
                switch (refused.reason()) {
                    case NO_STREAM -> 404;
                    case OFF, TAKEN -> 409;
                };
        return new Problem(status, String.valueOf(refused.getMessage()));
    }

    /** 503, with the time after which it is worth another try. */
    public static Problem problem(Refusal overloaded) {
        return full(overloaded.sentence(), overloaded.retryAfter());
    }

    /** 503: pulls go on until somebody ends them, so there is no telling when. */
    public static Problem problem(TooManyPullsException full) {
        return full(String.valueOf(full.getMessage()), PULLS_PAUSE);
    }

    /** 400, 409 or 503. */
    public static Problem problem(CallRefused refused) {
        String why = Mask.text(refused.getMessage());
        return switch (refused.reason()) {
            case BAD_FIELD -> new Problem(400, why, refused.field(), Map.of());
            case TAKEN -> new Problem(409, why, refused.field(), Map.of());
            case FULL -> full(why, refused.retryAfter());
        };
    }

    private static Problem full(String why, Duration retryAfter) {
        String seconds = Long.toString(Math.max(1, Math.ceilDiv(retryAfter.toMillis(), 1000)));
        return new Problem(503, why, null, Map.of("Retry-After", seconds));
    }

    /** 404, 400 or 409, with the field that is at fault. */
    public static Problem problem(InjectionRefused refused) {
        int status =
                switch (refused.reason()) {
                    case NOT_FOUND -> 404;
                    case BAD_FIELD -> 400;
                    case CONFLICT -> 409;
                };
        return new Problem(status, String.valueOf(refused.getMessage()), refused.field(), Map.of());
    }
}
