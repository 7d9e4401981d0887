package io.sipcast.push;

import org.jspecify.annotations.Nullable;

/** A push was not begun, and nothing has changed. The message is a sentence for the caller. */
public final class PushRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, as REST tells it. */
    public enum Reason {
        /** 404: there is no such stream. */
        NOT_FOUND,
        /** 400: a field is unusable. */
        BAD_FIELD,
        /** 409: that stream goes to that URL already. */
        TAKEN,
        /** 503: there are as many pushes as there may be, for now. */
        FULL
    }

    private final Reason reason;
    private final @Nullable String field;

    PushRefused(Reason reason, @Nullable String field, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.field = field;
    }

    public Reason reason() {
        return reason;
    }

    /** The request's field that is at fault. */
    public @Nullable String field() {
        return field;
    }
}
