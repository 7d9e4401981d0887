package io.sipcast.api.v1;

import io.sipcast.api.Answer;
import io.sipcast.api.Fields;
import io.sipcast.api.FormFields;
import io.sipcast.api.PushRequests;
import io.sipcast.api.Query;
import io.sipcast.api.Request;
import io.sipcast.api.Room;
import io.sipcast.api.Route;
import io.sipcast.push.PushOrder;
import io.sipcast.push.PushOrders;
import java.util.List;
import java.util.Map;

/** Streams that are published elsewhere, with all that is known about that. */
public final class PushesApi {
    private static final String PATH = V1Api.ROOT + "/pushes";

    private final PushOrders pushes;
    private final PushRequests requests;

    public PushesApi(PushOrders pushes, Room room) {
        this.pushes = pushes;
        this.requests = new PushRequests(pushes, room);
    }

    public List<Route> routes() {
        String one = PATH + "/:id";
        return List.of(
                Route.get(PATH, this::list).taking(Query.LIMIT),
                Route.post(PATH, this::start),
                Route.get(one, this::show),
                Route.delete(one, request -> requests.terminate(request.id())),
                Route.post(one + "/mute", request -> requests.mute(request.id(), true)),
                Route.post(one + "/unmute", request -> requests.mute(request.id(), false)),
                Route.post(one + "/sound", this::play),
                Route.post(one + "/sound/end", request -> requests.stopSound(request.id())));
    }

    private Answer list(Request request) {
        return Answer.json(
                Map.of(
                        "pushes",
                        pushes.all().stream()
                                .limit(request.query().limit())
                                .map(PushDetails::of)
                                .toList()));
    }

    /**
     * The URL is the whole one, nothing is added to it; or it is that of an application, with the
     * stream's name there beside it.
     */
    private Answer start(Request request) {
        Fields body = request.body();
        var order =
                new PushOrder(
                        body.requiredText("streamName"),
                        body.requiredText("rtmpUrl"),
                        body.text("rtmpStream") == null,
                        body.text("rtmpStream"),
                        body.flag("muted", false),
                        body.text("soundFile") == null ? null : sound(body),
                        FormFields.read(body));
        return Answer.json(201, PushDetails.of(requests.start(order)));
    }

    private Answer show(Request request) {
        return pushes.withId(request.id())
                .map(push -> Answer.json(PushDetails.of(push)))
                .orElseThrow(PushRequests::noSuchPush);
    }

    private Answer play(Request request) {
        return requests.play(request.id(), sound(request.body()));
    }

    private static PushOrder.Sound sound(Fields from) {
        return new PushOrder.Sound(from.requiredText("soundFile"), from.flag("loop", false));
    }
}
