package io.sipcast.inject;

/** Nothing was injected, and nothing has changed. The message is a sentence for the caller. */
public final class InjectionRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, as REST tells it. */
    public enum Reason {
        /** 404: there is no such call, file or stream. */
        NOT_FOUND,
        /** 400: the field is unusable, or the file that it names. */
        BAD_FIELD,
        /** 409: the call is not one for this, now or ever. */
        CONFLICT
    }

    private final Reason reason;
    private final String field;

    private InjectionRefused(Reason reason, String field, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.field = field;
    }

    public static InjectionRefused notFound(String field, String message) {
        return new InjectionRefused(Reason.NOT_FOUND, field, message);
    }

    public static InjectionRefused badField(String field, String message) {
        return new InjectionRefused(Reason.BAD_FIELD, field, message);
    }

    public static InjectionRefused conflict(String field, String message) {
        return new InjectionRefused(Reason.CONFLICT, field, message);
    }

    public Reason reason() {
        return reason;
    }

    /** The request's field that is at fault. */
    public String field() {
        return field;
    }
}
