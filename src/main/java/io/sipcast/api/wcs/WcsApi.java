package io.sipcast.api.wcs;

import io.sipcast.api.Answer;
import io.sipcast.api.CallFields;
import io.sipcast.api.CallRequests;
import io.sipcast.api.Problem;
import io.sipcast.api.Refusals;
import io.sipcast.api.Request;
import io.sipcast.api.Route;
import io.sipcast.call.CallInfo;
import io.sipcast.call.CallRequest;
import io.sipcast.call.Calls;
import io.sipcast.inject.InjectionRefused;
import io.sipcast.record.Recordings;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The methods of the reference. */
public final class WcsApi {
    public static final String ROOT = "/rest-api";

    private static final List<String> NOT_YET =
            List.of(
                    "/mixer/startup",
                    "/mixer/terminate",
                    "/mixer/add",
                    "/mixer/remove",
                    "/mixer/find_all");

    private final Calls calls;
    private final String nodeId;
    private final CallFields fields;
    private final CallRequests requests;

    /**
     * Joins the interface to the calls.
     *
     * @param nodeId the name of this node, which every call shows
     * @param inviteHeaders header fields that a client may add to the INVITE, beside X- ones
     * @param recordings where a call goes that is started with our field {@code record}
     */
    public WcsApi(Calls calls, String nodeId, Set<String> inviteHeaders, Recordings recordings) {
        this.calls = calls;
        this.nodeId = nodeId;
        this.fields = new CallFields(inviteHeaders);
        this.requests = new CallRequests(calls, recordings);
    }

    public List<Route> routes() {
        return Stream.concat(
                        Stream.of(
                                Route.post(ROOT + "/call/startup", this::startup),
                                Route.post(ROOT + "/call/find", this::find),
                                Route.getOrPost(ROOT + "/call/find_all", _ -> findAll()),
                                Route.post(ROOT + "/call/terminate", this::terminate),
                                Route.post(ROOT + "/call/send_dtmf", this::sendDtmf),
                                Route.post(ROOT + "/call/inject_sound", this::injectSound),
                                Route.post(ROOT + "/call/inject_stream", this::injectStream),
                                Route.post(
                                        ROOT + "/call/inject_stream/startup", this::injectStream),
                                Route.post(
                                        ROOT + "/call/inject_stream/terminate",
                                        this::endInjection)),
                        NOT_YET.stream().map(path -> Route.getOrPost(ROOT + path, WcsApi::notYet)))
                .toList();
    }

    private Answer startup(Request request) {
        CallRequest call = fields.read(request.body(), false);
        String callId = requests.start(call, request.body(), _ -> {});
        return call.callId() == null ? Answer.empty().with("X-Call-Id", callId) : Answer.empty();
    }

    private Answer find(Request request) {
        return list(CallFilter.read(request.body()).in(calls));
    }

    private Answer findAll() {
        return list(new CallFilter(null, null, null, null).in(calls));
    }

    private Answer list(List<CallInfo> found) {
        if (found.isEmpty()) {
            throw new Problem(404, "There is no such call.");
        }
        return Answer.json(found.stream().map(call -> CallJson.of(call, nodeId)).toList());
    }

    private Answer terminate(Request request) {
        return requests.terminate(request.body().requiredText("callId"));
    }

    private Answer sendDtmf(Request request) {
        String callId = request.body().requiredText("callId");
        return requests.sendDtmf(callId, request.body());
    }

    private Answer injectSound(Request request) {
        String callId = request.body().requiredText("callId");
        String fileName = request.body().requiredText("fileName");
        try {
            calls.injectSound(callId, fileName);
            return Answer.empty();
        } catch (InjectionRefused e) {
            throw Refusals.problem(e);
        }
    }

    private Answer injectStream(Request request) {
        String callId = request.body().requiredText("callId");
        String streamName = request.body().requiredText("streamName");
        try {
            calls.injectStream(callId, streamName);
            return Answer.empty();
        } catch (InjectionRefused e) {
            throw Refusals.problem(e);
        }
    }

    private Answer endInjection(Request request) {
        try {
            calls.endInjection(request.body().requiredText("callId"));
            return Answer.empty();
        } catch (InjectionRefused e) {
            throw Refusals.problem(e);
        }
    }

    private static Answer notYet(Request request) {
        String why =
                request.path().startsWith(ROOT + "/mixer/") ? "Streams are not mixed here: " : "";
        throw new Problem(
                501, why + request.path() + " of the interface is not implemented by this server.");
    }
}
