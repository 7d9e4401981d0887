package io.sipcast.api.v1;

import io.sipcast.api.Answer;
import io.sipcast.api.Request;
import io.sipcast.api.Route;
import io.sipcast.call.CallInfo;
import io.sipcast.call.CallMeasures;
import io.sipcast.call.Calls;
import io.sipcast.net.RegistrationInfo;
import io.sipcast.push.PushInfo;
import io.sipcast.record.Recordings;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of one call in one JSON object, to be sent to whoever is to help. What
 * is secret is in none of its parts.
 */
public final class ReportApi {
    private final Calls calls;
    private final WholeCall whole;
    private final CallStatistics statistics;
    private final Supplier<List<RegistrationInfo>> registrations;
    private final Supplier<Map<String, Object>> node;
    private final Clock clock;

    /**
     * Joins the parts.
     *
     * @param pushes those that were ordered
     * @param registrations may be asked on any thread, and may wait
     * @param node what is to be said of this server, without secrets: version, load
     */
    public ReportApi(
            Calls calls,
            Supplier<List<PushInfo>> pushes,
            Recordings recordings,
            CallStatistics statistics,
            Supplier<List<RegistrationInfo>> registrations,
            Supplier<Map<String, Object>> node,
            Clock clock) {
        this.calls = calls;
        this.whole = new WholeCall(pushes, recordings);
        this.statistics = statistics;
        this.registrations = registrations;
        this.node = node;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(Route.get(V1Api.ROOT + "/calls/:id/report", this::report));
    }

    private Answer report(Request request) {
        CallInfo call = calls.find(request.id()).orElseThrow(V1Api::noSuchCall);
        CallMeasures measures = calls.measures(call.callId()).orElse(null);
        Instant now = clock.instant();
        Map<String, @Nullable Object> all = whole.of(call);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        Map<String, Object> server = node.get();
        json.put("version", server.get("version"));
        json.put("time", now.toString());
        json.put("node", server);
        json.put("call", all);
        json.put("statistics", statistics.of(call.callId()).orElse(null));
        json.put("history", HistoryDetails.of(measures == null ? null : measures.history()));
        json.put("sip", SipTraceApi.messages(call.trace()));
        json.put("pushes", all.get("pushes"));
        json.put("recording", all.get("recording"));
        json.put("registration", registration(call.callId(), now));
        String file = "sipcast-call-" + call.callId().replaceAll("[^A-Za-z0-9._-]", "_") + ".json";
        return Answer.json(json)
                .with("Content-Disposition", "attachment; filename=\"" + file + "\"");
    }

    private @Nullable Map<String, @Nullable Object> registration(String callId, Instant now) {
        return registrations.get().stream()
                .filter(one -> one.users().contains(callId))
                .findFirst()
                .map(one -> RegistrationsApi.describe(one, now))
                .orElse(null);
    }
}
