package io.sipcast.call;

import org.jspecify.annotations.Nullable;

/** A call was not accepted: nothing has been sent. The message is a sentence for the caller. */
public final class CallRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, as REST tells it. */
    public enum Reason {
        /** 400: a field is missing or unusable. */
        BAD_FIELD,
        /** 409: the callId, the stream's name or the RTMP target is in use. */
        TAKEN
    }

    private final Reason reason;
    private final @Nullable String field;

    private CallRefused(Reason reason, @Nullable String field, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.field = field;
    }

    public static CallRefused badField(String field, String message) {
        return new CallRefused(Reason.BAD_FIELD, field, message);
    }

    public static CallRefused taken(String field, String message) {
        return new CallRefused(Reason.TAKEN, field, message);
    }

    public Reason reason() {
        return reason;
    }

    /** The request's field that is at fault. */
    public @Nullable String field() {
        return field;
    }
}
