package io.sipcast.api.v1;

import io.sipcast.api.Answer;
import io.sipcast.api.Problem;
import io.sipcast.api.Request;
import io.sipcast.api.Route;
import io.sipcast.net.RegistrationInfo;
import io.sipcast.observe.Mask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The accounts that are registered for calls, and how that is going. */
public final class RegistrationsApi {
    private static final String PATH = V1Api.ROOT + "/registrations";

    private final Supplier<List<RegistrationInfo>> registrations;
    private final Clock clock;

    /**
     * Shows what is registered.
     *
     * @param registrations may be asked on any thread, and may wait
     */
    public RegistrationsApi(Supplier<List<RegistrationInfo>> registrations, Clock clock) {
        this.registrations = registrations;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(Route.get(PATH, _ -> list()), Route.get(PATH + "/:id", this::one));
    }

    private Answer list() {
        Instant now = clock.instant();
        return Answer.json(
                Map.of(
                        "registrations",
                        registrations.get().stream().map(one -> describe(one, now)).toList()));
    }

    private Answer one(Request request) {
        return registrations.get().stream()
                .filter(one -> one.id().equals(request.id()))
                .findFirst()
                .map(one -> Answer.json(describe(one, clock.instant())))
                .orElseThrow(() ->
                        new Problem(
                                404,
                                "There is no registration with this id: it ends with the last"
                                        + " call that needs it."));
    }

    static Map<String, @Nullable Object> describe(RegistrationInfo one, Instant now) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", one.id());
        json.put("addressOfRecord", Mask.sipUri(one.addressOfRecord()));
        json.put("registrar", one.registrar());
        json.put("target", one.target());
        json.put("contact", one.contact());
        json.put("state", one.phase().name().toLowerCase(Locale.ROOT));
        json.put("since", one.since().toString());
        json.put("expires", time(one.expires()));
        json.put("expiresIn", seconds(one.expires(), now));
        json.put("sipStatus", one.sipStatus() == 0 ? null : one.sipStatus());
        json.put("reason", sentence(one));
        json.put("users", one.users());
        json.put("refreshes", one.refreshes());
        json.put("nextTry", time(one.nextTry()));
        return json;
    }

    private static @Nullable String sentence(RegistrationInfo one) {
        String why = one.reason();
        if (why == null) {
            return null;
        }
        return switch (one.phase()) {
            case REFUSED -> "The registrar does not take the account any more: " + why + ".";
            case REGISTERING, REGISTERED, LOST, UNREGISTERING ->
                    "The last REGISTER failed: " + why + ".";
        };
    }

    /** Whole seconds left. */
    private static @Nullable Long seconds(@Nullable Instant end, Instant now) {
        return end == null ? null : Math.max(0, Duration.between(now, end).toSeconds());
    }

    private static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
