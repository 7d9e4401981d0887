package io.sipcast.net;

import io.sipcast.sip.RegistrationEvent;
import io.sipcast.sip.RegistrationHandle;
import io.sipcast.sip.RegistrationState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** For whom accounts are registered. On the SIP loop. */
final class SipRegistrations {
    private record User(String name, Consumer<RegistrationEvent> listener) {}

    private final Map<RegistrationHandle, User> users = new HashMap<>();
    private final CompletableFuture<Void> none = new CompletableFuture<>();
    private boolean closing;

    void add(RegistrationHandle handle, String name, Consumer<RegistrationEvent> listener) {
        users.put(handle, new User(name, listener));
    }

    List<RegistrationHandle> handles() {
        return List.copyOf(users.keySet());
    }

    void tell(RegistrationHandle handle, RegistrationEvent event) {
        boolean last =
                switch (event) {
                    case RegistrationEvent.Failed _, RegistrationEvent.Released _ -> true;
                    case RegistrationEvent.Answered _,
                            RegistrationEvent.Registered _,
                            RegistrationEvent.Lost _ ->
                            false;
                };
        User user = last ? users.remove(handle) : users.get(handle);
        if (user != null) {
            user.listener().accept(event);
        }
        completeIfNone();
    }

    /** Nobody comes any more. */
    void expectNobody() {
        closing = true;
        completeIfNone();
    }

    /** Done when, after that, the last one is gone and its registrar knows. For any thread. */
    CompletableFuture<Void> gone() {
        return none;
    }

    private void completeIfNone() {
        if (closing && users.isEmpty()) {
            none.complete(null);
        }
    }

    /** What the engine says, with names and times of day. */
    List<RegistrationInfo> describe(List<RegistrationState> states, long nowNanos) {
        Instant now = Instant.now();
        return states.stream().map(state -> describe(state, now, nowNanos)).toList();
    }

    private RegistrationInfo describe(RegistrationState state, Instant now, long nowNanos) {
        List<String> names =
                state.users().stream()
                        .map(users::get)
                        .filter(Objects::nonNull)
                        .map(User::name)
                        .toList();
        return new RegistrationInfo(
                Long.toString(state.id()),
                state.addressOfRecord(),
                state.registrar(),
                state.target() == null ? null : state.target().toString(),
                state.contact(),
                state.phase(),
                now.plusNanos(state.sinceNanos() - nowNanos),
                time(state.expiresAtNanos(), now, nowNanos),
                state.sipStatus(),
                state.reason(),
                names,
                state.refreshes(),
                time(state.nextTryAtNanos(), now, nowNanos));
    }

    private static @Nullable Instant time(OptionalLong atNanos, Instant now, long nowNanos) {
        return atNanos.isPresent() ? now.plusNanos(atNanos.getAsLong() - nowNanos) : null;
    }
}
