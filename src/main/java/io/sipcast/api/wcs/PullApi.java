package io.sipcast.api.wcs;

import io.sipcast.api.Answer;
import io.sipcast.api.Problem;
import io.sipcast.api.Refusals;
import io.sipcast.api.Request;
import io.sipcast.api.Room;
import io.sipcast.api.Route;
import io.sipcast.live.Streams;
import io.sipcast.net.NamedPulls;
import io.sipcast.net.PullInfo;
import io.sipcast.net.TooManyPullsException;
import io.sipcast.observe.Mask;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /pull/rtmp/*} of the reference: streams of other servers under a name of ours. */
public final class PullApi {
    private static final String PATH = WcsApi.ROOT + "/pull/rtmp";

    private final NamedPulls pulls;
    private final Room room;

    public PullApi(NamedPulls pulls, Room room) {
        this.pulls = pulls;
        this.room = room;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(PATH + "/pull", this::pull),
                Route.post(PATH + "/terminate", this::terminate),
                Route.getOrPost(PATH + "/find_all", _ -> findAll()));
    }

    private Answer pull(Request request) {
        String uri = request.body().requiredText("uri");
        String name = request.body().text("localStreamName");
        room.require();
        try {
            PullInfo _ = pulls.pull(uri, name);
            return Answer.empty();
        } catch (IllegalArgumentException e) {
            throw cannot(e.getMessage() + ".");
        } catch (TooManyPullsException e) {
            throw Refusals.problem(e);
        } catch (IOException e) {
            throw cannot(String.valueOf(e.getMessage()));
        } catch (Streams.NameTakenException _) {
            throw new Problem(
                    409, "A live stream has that name already.", "localStreamName", Map.of());
        }
    }

    private static Problem cannot(String why) {
        return Problem.field("uri", "cannot be pulled: " + Mask.text(why));
    }

    private Answer terminate(Request request) {
        String uri = request.body().text("uri");
        String name = request.body().text("localStreamName");
        if (uri == null && name == null) {
            throw Problem.field("uri", "or localStreamName is missing.");
        }
        if (pulls.terminate(uri, name) == 0) {
            throw new Problem(404, "There is no such pull.");
        }
        return Answer.empty();
    }

    private Answer findAll() {
        List<PullInfo> all = pulls.all();
        if (all.isEmpty()) {
            throw new Problem(404, "There is no pull.");
        }
        return Answer.json(all.stream().map(PullApi::describe).toList());
    }

    /** With the reason, which the reference does not have. */
    private static Map<String, Object> describe(PullInfo pull) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("uri", pull.shownUri());
        json.put("localStreamName", pull.localStreamName());
        json.put("status", pull.status().name());
        json.put("reason", Mask.text(pull.reason()));
        return json;
    }
}
