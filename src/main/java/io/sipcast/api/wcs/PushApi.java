package io.sipcast.api.wcs;

import io.sipcast.api.Answer;
import io.sipcast.api.Fields;
import io.sipcast.api.FormFields;
import io.sipcast.api.Problem;
import io.sipcast.api.PushRequests;
import io.sipcast.api.Request;
import io.sipcast.api.Room;
import io.sipcast.api.Route;
import io.sipcast.push.PushInfo;
import io.sipcast.push.PushOrder;
import io.sipcast.push.PushOrders;
import java.util.List;

/**
 * The reference's methods for pushes, which it calls transponders. Beyond it there are {@code
 * slate} and {@code video} at the start, beside the others or among the options.
 */
public final class PushApi {
    static final String MUTE = "mute";
    static final String SOUND_ON = "sound_on";

    private static final String ROOT = WcsApi.ROOT + "/push";
    private static final String ID = "mediaSessionId";

    private final PushOrders pushes;
    private final PushRequests requests;

    public PushApi(PushOrders pushes, Room room) {
        this.pushes = pushes;
        this.requests = new PushRequests(pushes, room);
    }

    public List<Route> routes() {
        return List.of(
                Route.post(ROOT + "/startup", this::startup),
                Route.post(ROOT + "/find", this::find),
                Route.getOrPost(ROOT + "/find_all", _ -> list(pushes.all())),
                Route.post(ROOT + "/terminate", request -> requests.terminate(id(request))),
                Route.post(ROOT + "/mute", request -> requests.mute(id(request), true)),
                Route.post(ROOT + "/unmute", request -> requests.mute(id(request), false)),
                Route.post(ROOT + "/sound_on", this::soundOn),
                Route.post(ROOT + "/sound_off", request -> requests.stopSound(id(request))));
    }

    private Answer startup(Request request) {
        Fields body = request.body();
        Fields options = body.object("options");
        String action = options.text("action");
        if (action != null && !action.equals(MUTE) && !action.equals(SOUND_ON)) {
            throw Problem.field("options", "may have the action mute or sound_on, and no other.");
        }
        var order =
                new PushOrder(
                        body.requiredText("streamName"),
                        body.requiredText("rtmpUrl"),
                        body.flag("rtmpTransponderFullUrl", false),
                        MUTE.equals(action),
                        SOUND_ON.equals(action) ? sound(options) : null,
                        FormFields.read(body, options));
        return Answer.json(PushJson.of(requests.start(order)));
    }

    private Answer find(Request request) {
        PushFilter filter = PushFilter.read(request.body());
        return list(pushes.all().stream().filter(filter::fits).toList());
    }

    private static Answer list(List<PushInfo> found) {
        if (found.isEmpty()) {
            throw new Problem(404, "There is no such push.");
        }
        return Answer.json(found.stream().map(PushJson::of).toList());
    }

    private Answer soundOn(Request request) {
        return requests.play(id(request), sound(request.body()));
    }

    private static PushOrder.Sound sound(Fields from) {
        return new PushOrder.Sound(from.requiredText("soundFile"), from.flag("loop", false));
    }

    private static String id(Request request) {
        return request.body().requiredText(ID);
    }
}
