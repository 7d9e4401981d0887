package io.sipcast.sip;

import io.sipcast.sip.route.Target;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A registration at one moment. Times are monotonic nanoseconds, as everywhere in the engine.
 *
 * @param id of this registration, never used again
 * @param registrar the Request-URI of its REGISTERs
 * @param target where the last one that was answered went, the first one before that
 * @param contact as the registrar has it; null when it has none
 * @param sinceNanos when the phase began
 * @param expiresAtNanos when the binding runs out unless it is refreshed; empty without one
 * @param sipStatus of the last answer, 0 before the first
 * @param reason why it is not registered, in words; null while it is
 * @param users all whom it is kept for
 * @param refreshes how often it was made anew, the first time not counted
 * @param nextTryAtNanos when the next REGISTER leaves; empty while one is under way
 */
public record RegistrationState(
        long id,
        String addressOfRecord,
        String registrar,
        @Nullable Target target,
        @Nullable String contact,
        Phase phase,
        long sinceNanos,
        OptionalLong expiresAtNanos,
        int sipStatus,
        @Nullable String reason,
        List<RegistrationHandle> users,
        long refreshes,
        OptionalLong nextTryAtNanos) {
    public RegistrationState {
        users = List.copyOf(users);
    }

    /** How it stands. */
    public enum Phase {
        /** The first REGISTER is not answered yet. */
        REGISTERING,
        REGISTERED,
        /** The last REGISTER had no answer, or one that may pass; it is tried again soon. */
        LOST,
        /** The registrar does not want us any more; it is asked again now and then. */
        REFUSED,
        /** Nobody needs it any more, and the registrar is told so. */
        UNREGISTERING
    }
}
