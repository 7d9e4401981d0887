package io.sipcast.api.v1;

import io.sipcast.api.Answer;
import io.sipcast.api.Route;
import io.sipcast.call.Calls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How the node is doing, in numbers: what there is, and what was refused. */
public final class StatusApi {
    private final Calls calls;
    private final Supplier<Object> sip;
    private final Supplier<Object> rtmp;
    private final Supplier<Object> load;

    /**
     * Joins the parts.
     *
     * @param sip its counters, as a value that can be written as JSON; may wait
     * @param rtmp those of the embedded server, likewise
     * @param load how near it is to overload, likewise
     */
    public StatusApi(
            Calls calls, Supplier<Object> sip, Supplier<Object> rtmp, Supplier<Object> load) {
        this.calls = calls;
        this.sip = sip;
        this.rtmp = rtmp;
        this.load = load;
    }

    public List<Route> routes() {
        return List.of(Route.get(V1Api.ROOT + "/status", _ -> status()));
    }

    private Answer status() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("calls", Map.of("live", calls.live().size(), "ended", calls.ended().size()));
        json.put("sip", sip.get());
        json.put("rtmp", rtmp.get());
        json.put("load", load.get());
        return Answer.json(json);
    }
}
