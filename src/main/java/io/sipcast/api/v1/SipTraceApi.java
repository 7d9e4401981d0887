package io.sipcast.api.v1;

import io.sipcast.api.Answer;
import io.sipcast.api.Problem;
import io.sipcast.api.Request;
import io.sipcast.api.Route;
import io.sipcast.call.CallInfo;
import io.sipcast.call.CallTrace;
import io.sipcast.call.Calls;
import io.sipcast.sip.trace.TracedMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SIP messages of a call: as JSON, and as a ladder for people. */
public final class SipTraceApi {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Calls calls;

    public SipTraceApi(Calls calls) {
        this.calls = calls;
    }

    public List<Route> routes() {
        String path = V1Api.ROOT + "/calls/:id/sip";
        return List.of(
                Route.get(path, request -> request.wantsText() ? ladder(request) : json(request)),
                Route.get(path + ".txt", this::ladder));
    }

    private CallInfo find(Request request) {
        return calls.find(request.id())
                .orElseThrow(() ->
                        new Problem(
                                404,
                                "There is no call with this id, or it ended more than 10"
                                        + " minutes ago."));
    }

    private Answer ladder(Request request) {
        CallInfo call = find(request);
        String head =
                "Call %s, SIP Call-ID %s, started %s: %s%n%n"
                        .formatted(
                                call.callId(),
                                call.sipCallId() == null ? "-" : call.sipCallId(),
                                call.startedAt(),
                                call.end() == null ? call.status() : call.end().sentence());
        return new Answer(200, TEXT, head + call.trace().ladder(), Map.of());
    }

    private Answer json(Request request) {
        return Answer.json(messages(find(request).trace()));
    }

    static List<Map<String, @Nullable Object>> messages(CallTrace trace) {
        return trace.messages().stream().map(message -> message(trace, message)).toList();
    }

    private static Map<String, @Nullable Object> message(CallTrace trace, TracedMessage message) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("at", trace.at(message).toString());
        json.put("afterMs", trace.after(message).toMillis());
        json.put("direction", message.sent() ? "sent" : "received");
        json.put("peer", message.peer().ip().uriHost() + ":" + message.peer().port());
        json.put("transport", message.peer().transport().name());
        json.put("summary", message.summary());
        json.put("method", message.method());
        json.put("status", message.status() == 0 ? null : message.status());
        json.put("cseq", message.cseq());
        json.put("retransmission", message.repeated());
        json.put("registration", message.registration());
        json.put("leftOutBefore", message.leftOutBefore());
        json.put("message", message.text());
        return json;
    }
}
