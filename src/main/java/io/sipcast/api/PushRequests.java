package io.sipcast.api;

import io.sipcast.inject.InjectionRefused;
import io.sipcast.live.PictureForm;
import io.sipcast.observe.Mask;
import io.sipcast.push.PushInfo;
import io.sipcast.push.PushOrder;
import io.sipcast.push.PushOrders;
import io.sipcast.push.PushRefused;
import java.util.Map;

/** What both interfaces ask of the pushes; what is refused becomes a {@link Problem}. */
public final class PushRequests {
    private final PushOrders pushes;
    private final Room room;

    /**
     * Joins them.
     *
     * @param room for pictures that are to be encoded anew: all else costs little
     */
    public PushRequests(PushOrders pushes, Room room) {
        this.pushes = pushes;
        this.room = room;
    }

    /** Begins to publish. */
    public PushInfo start(PushOrder order) {
        if (order.form().video() == PictureForm.Mode.TRANSCODE) {
            room.require();
        }
        try {
            return pushes.start(order);
        } catch (PushRefused e) {
            throw problem(e);
        } catch (InjectionRefused e) {
            throw Refusals.problem(e);
        }
    }

    private static Problem problem(PushRefused refused) {
        int status =
                switch (refused.reason()) {
                    case NOT_FOUND -> 404;
                    case BAD_FIELD -> 400;
                    case TAKEN -> 409;
                    case FULL -> 503;
                };
        return new Problem(status, Mask.text(refused.getMessage()), refused.field(), Map.of());
    }

    /** Unpublishes. */
    public Answer terminate(String id) {
        return done(pushes.terminate(id));
    }

    public Answer mute(String id, boolean on) {
        return done(pushes.mute(id, on));
    }

    /** Plays a sound in place of the stream's own. */
    public Answer play(String id, PushOrder.Sound sound) {
        try {
            return done(pushes.play(id, sound));
        } catch (InjectionRefused e) {
            throw Refusals.problem(e);
        }
    }

    public Answer stopSound(String id) {
        return done(pushes.stopSound(id));
    }

    private static Answer done(boolean found) {
        if (!found) {
            throw noSuchPush();
        }
        return Answer.empty();
    }

    public static Problem noSuchPush() {
        return new Problem(404, "There is no such push: it was never begun, or it has ended.");
    }
}
