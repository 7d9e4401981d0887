package io.sipcast.net;

import io.sipcast.sip.RegistrationState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registration at one moment, for showing. The password is not in it.
 *
 * @param registrar the URI that REGISTER is sent to
 * @param target the transport, address and port behind it
 * @param contact as the registrar has it; null when it has none
 * @param since when the phase began
 * @param expires when the binding runs out unless it is refreshed; null without one
 * @param sipStatus of the registrar's last answer, 0 before the first
 * @param reason why it is not registered, in words; null while it is
 * @param users the calls that need it
 * @param refreshes how often it was made anew
 * @param nextTry when the next REGISTER leaves; null while one is under way
 */
public record RegistrationInfo(
        String id,
        String addressOfRecord,
        String registrar,
        @Nullable String target,
        @Nullable String contact,
        RegistrationState.Phase phase,
        Instant since,
        @Nullable Instant expires,
        int sipStatus,
        @Nullable String reason,
        List<String> users,
        long refreshes,
        @Nullable Instant nextTry) {
    public RegistrationInfo {
        users = List.copyOf(users);
    }
}
