package io.sipcast.sip;

import io.sipcast.sip.request.Failure;
import java.time.Duration;

/** What happens to a registration. */
public sealed interface RegistrationEvent {
    /** The registrar answered this status, on the way to what comes of it: 100, 401 or 200. */
    record Answered(int status) implements RegistrationEvent {}

    /** The registrar knows us; it is kept so until the handle is released. */
    record Registered(long expiresSeconds) implements RegistrationEvent {}

    /** It never came to be for this handle, which is forgotten. */
    record Failed(Failure why) implements RegistrationEvent {}

    /** A refresh failed; it is tried again. */
    record Lost(Failure why, Duration retryAfter) implements RegistrationEvent {}

    /** The handle is released; with the last one the registrar was told. */
    record Released() implements RegistrationEvent {}
}
