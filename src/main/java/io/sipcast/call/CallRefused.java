package io.sipcast.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call was not accepted: nothing has been sent. The message is a sentence for the caller. */
public final class CallRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, as REST tells it. */
    public enum Reason {
        /** 400: a field is missing or unusable. */
        BAD_FIELD,
        /** 409: the callId, the stream's name or the RTMP target is in use. */
        TAKEN,
        /** 503: there are as many calls as there may be, for now, or the gateway shuts down. */
        FULL
    }

    /** What there may be no more of. */
    public enum Limit {
        /** Calls at once. */
        CALLS,
        /** Calls begun in a minute. */
        RATE,
        /** What is left of the media loops' time. */
        LOOP_LAG,
        /** What is left of the processors. */
        CPU
    }

    private final Reason reason;
    private final @Nullable Limit limit;
    private final @Nullable String field;
    private final Duration retryAfter;

    private CallRefused(
            Reason reason,
            @Nullable Limit limit,
            @Nullable String field,
            String message,
            Duration retryAfter) {
        super(message, null, false, false);
        this.reason = reason;
        this.limit = limit;
        this.field = field;
        this.retryAfter = retryAfter;
    }

    public static CallRefused badField(String field, String message) {
        return new CallRefused(Reason.BAD_FIELD, null, field, message, Duration.ZERO);
    }

    public static CallRefused taken(String field, String message) {
        return new CallRefused(Reason.TAKEN, null, field, message, Duration.ZERO);
    }

    public static CallRefused full(Limit limit, String message, Duration retryAfter) {
        return new CallRefused(Reason.FULL, limit, null, message, retryAfter);
    }

    /** For now: another gateway, or this one started anew, may take it. */
    public static CallRefused closing(String message, Duration retryAfter) {
        return new CallRefused(Reason.FULL, null, null, message, retryAfter);
    }

    public Reason reason() {
        return reason;
    }

    /** Which limit it was; null unless there was one and {@link Reason#FULL}. */
    public @Nullable Limit limit() {
        return limit;
    }

    /** When it may be tried again; nought unless {@link Reason#FULL}. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** The request's field that is at fault. */
    public @Nullable String field() {
        return field;
    }
}
