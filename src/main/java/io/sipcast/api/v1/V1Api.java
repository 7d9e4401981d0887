package io.sipcast.api.v1;

import io.sipcast.api.Answer;
import io.sipcast.api.Problem;
import io.sipcast.api.PullService;
import io.sipcast.api.Query;
import io.sipcast.api.Refusals;
import io.sipcast.api.Request;
import io.sipcast.api.Room;
import io.sipcast.api.Route;
import io.sipcast.call.CallInfo;
import io.sipcast.call.Calls;
import io.sipcast.net.TooManyPullsException;
import io.sipcast.observe.Mask;
import io.sipcast.push.PushInfo;
import io.sipcast.record.Recordings;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Our own methods. */
public final class V1Api {
    public static final String ROOT = "/api/v1";

    private final Calls calls;
    private final PullService pulls;
    private final Room room;
    private final WholeCall whole;

    /**
     * Joins the parts.
     *
     * @param pushes those that were ordered; may be asked on any thread
     */
    public V1Api(
            Calls calls,
            PullService pulls,
            Supplier<List<PushInfo>> pushes,
            Recordings recordings,
            Room room) {
        this.room = room;
        this.calls = calls;
        this.pulls = pulls;
        this.whole = new WholeCall(pushes, recordings);
    }

    public List<Route> routes() {
        return List.of(
                Route.get(ROOT + "/calls", this::list).taking(Query.LIMIT, Query.BEFORE),
                Route.get(ROOT + "/calls/:id", this::call),
                Route.post(ROOT + "/pulls", this::pull));
    }

    /**
     * All that live; of those that ended the part that is asked for. Each is in one of both: the
     * live ones are read first, so one that ends meanwhile is found twice rather than not at all.
     */
    private Answer list(Request request) {
        List<CallInfo> live = calls.live();
        List<CallInfo> past = calls.ended();
        Set<Id> over = past.stream().map(Id::of).collect(Collectors.toSet());
        Listing<CallInfo> ended = Listing.of(request, past, V1Api::endOf);
        return ended.linked(
                Answer.json(
                        CallDetails.list(
                                live.stream().filter(one -> !over.contains(Id.of(one))).toList(),
                                ended.entries())));
    }

    /** A callId may be used again. */
    private record Id(String callId, Instant startedAt) {
        static Id of(CallInfo call) {
            return new Id(call.callId(), call.startedAt());
        }
    }

    private static Instant endOf(CallInfo call) {
        return Objects.requireNonNullElse(call.endedAt(), call.startedAt());
    }

    private Answer call(Request request) {
        return calls.find(request.id())
                .map(call -> Answer.json(whole.of(call)))
                .orElseThrow(V1Api::noSuchCall);
    }

    static Problem noSuchCall() {
        return new Problem(
                404, "There is no call with this id, or it ended more than 10 minutes ago.");
    }

    private Answer pull(Request request) {
        String url = request.body().requiredText("url");
        try {
            return Answer.json(Map.of("stream", pulls.start(url, room)));
        } catch (TooManyPullsException e) {
            throw Refusals.problem(e);
        } catch (IllegalArgumentException | IOException e) {
            throw Problem.field("url", "cannot be played: " + Mask.text(e.getMessage()));
        }
    }
}
