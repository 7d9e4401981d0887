package io.sipcast.api.v1;

import io.sipcast.api.Answer;
import io.sipcast.api.CallFields;
import io.sipcast.api.CallRequests;
import io.sipcast.api.Request;
import io.sipcast.api.Route;
import io.sipcast.call.CallRequest;
import io.sipcast.call.Calls;
import io.sipcast.push.PushOrders;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Placing calls and what is done with them, and how they are doing in numbers. */
public final class CallsApi {
    private static final String PATH = V1Api.ROOT + "/calls";

    private final Calls calls;
    private final PushOrders pushes;
    private final CallFields fields;
    private final CallRequests requests;
    private final CallStatistics statistics;

    public CallsApi(
            Calls calls,
            PushOrders pushes,
            CallFields fields,
            CallRequests requests,
            CallStatistics statistics) {
        this.calls = calls;
        this.pushes = pushes;
        this.fields = fields;
        this.requests = requests;
        this.statistics = statistics;
    }

    public List<Route> routes() {
        String one = PATH + "/:id";
        return List.of(
                Route.post(PATH, this::start),
                Route.delete(one, request -> requests.terminate(request.id())),
                Route.post(
                        one + "/dtmf", request -> requests.sendDtmf(request.id(), request.body())),
                Route.get(one + "/statistics", this::statistics),
                Route.get(one + "/history", this::history));
    }

    /** One transaction: when a target is refused, nothing was dialled and nothing stays. */
    private Answer start(Request request) {
        CallRequest call = fields.read(request.body(), true);
        CallTargets targets = CallTargets.read(request.body());
        String callId =
                requests.start(call, request.body(), stream -> targets.order(stream, pushes));
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("callId", callId);
        calls.find(callId).ifPresent(begun -> json.putAll(CallDetails.summary(begun)));
        String path = URLEncoder.encode(callId, StandardCharsets.UTF_8).replace("+", "%20");
        return Answer.json(201, json).with("Location", PATH + "/" + path);
    }

    private Answer statistics(Request request) {
        return statistics.of(request.id()).map(Answer::json).orElseThrow(V1Api::noSuchCall);
    }

    private Answer history(Request request) {
        return calls.measures(request.id())
                .map(call -> Answer.json(HistoryDetails.of(call.history())))
                .orElseThrow(V1Api::noSuchCall);
    }
}
