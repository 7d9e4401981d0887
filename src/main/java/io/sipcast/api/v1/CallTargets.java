package io.sipcast.api.v1;

import io.sipcast.api.Fields;
import io.sipcast.api.FormFields;
import io.sipcast.api.Problem;
import io.sipcast.api.PushRequests;
import io.sipcast.api.Room;
import io.sipcast.live.StreamName;
import io.sipcast.push.PushOrder;
import io.sipcast.push.PushOrders;
import io.sipcast.rtmp.RtmpUrl;
import java.util.ArrayList;
import java.util.List;

/** The field {@code targets} of a call: where its stream goes from the answer on. */
final class CallTargets {
    private static final String FIELD = "targets";
    private static final String URL = "url";
    private static final int MOST = 32;

    private final List<PushOrder> orders;

    private CallTargets(List<PushOrder> orders) {
        this.orders = orders;
    }

    /**
     * Reads all of them.
     *
     * @throws Problem 400 that names the field of the target at fault
     */
    static CallTargets read(Fields body) {
        List<Fields> targets = body.objects(FIELD, MOST);
        List<PushOrder> orders = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            try {
                orders.add(order(targets.get(i)));
            } catch (Problem e) {
                throw at(i, e);
            }
        }
        return new CallTargets(orders);
    }

    private static PushOrder order(Fields target) {
        return order("", URL, "stream", target);
    }

    /** A push to an application and a stream in it, which are one field each. */
    static PushOrder order(String streamName, String url, String stream, Fields fields) {
        try {
            String application = fields.requiredText(url);
            String name = fields.requiredText(stream);
            var _ = RtmpUrl.parse(application, name);
            return new PushOrder(
                    streamName,
                    application,
                    false,
                    name,
                    fields.flag("muted", false),
                    null,
                    FormFields.read(fields));
        } catch (IllegalArgumentException e) {
            throw Problem.field(url, "cannot be published to: " + e.getMessage() + ".");
        }
    }

    /** Orders them all. When one is refused the stream must be ended, and with it the others. */
    void order(StreamName stream, PushOrders pushes) {
        var requests = new PushRequests(pushes, Room.ENOUGH);
        for (int i = 0; i < orders.size(); i++) {
            PushOrder order = orders.get(i);
            try {
                var _ = requests.start(order.of(stream.toString()));
            } catch (Problem e) {
                throw at(i, e);
            }
        }
    }

    /** What a push calls {@code rtmpUrl} is a target's {@code url}. */
    private static Problem at(int index, Problem problem) {
        String target = FIELD + "[" + index + "].";
        String field = problem.field() == null ? URL : problem.field().replace("rtmpUrl", URL);
        String detail = problem.detail().replaceFirst("^rtmpUrl:? ?", URL + " ");
        return new Problem(
                problem.status(),
                detail.startsWith(field) ? target + detail : target + field + ": " + detail,
                target + field,
                problem.headers());
    }
}
