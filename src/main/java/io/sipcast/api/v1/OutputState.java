package io.sipcast.api.v1;

import io.sipcast.call.CallInfo;
import io.sipcast.live.Sending;
import io.sipcast.observe.Mask;
import io.sipcast.push.PushInfo;
import io.sipcast.push.PushOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One output of a call: a target of its own, or a push of its stream that was ordered.
 *
 * @param id by which it is controlled
 * @param url without what is secret in it
 * @param transcoding why pictures are encoded anew, as a sentence; empty while they go through
 */
record OutputState(
        String id,
        Kind kind,
        String url,
        String status,
        int retries,
        String reason,
        String transcoding,
        long sentBytes,
        long acknowledgedBytes,
        Sending sending) {
    /** Whose it is. */
    enum Kind {
        TARGET("target"),
        PUSH("push");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    static OutputState of(CallInfo.Destination destination) {
        CallInfo.Target target = destination.target();
        CallInfo.Control control = target.control();
        return new OutputState(
                control == null ? "" : control.id(),
                Kind.TARGET,
                destination.url().toString(),
                target.status(),
                target.retries(),
                Mask.text(target.reason()),
                target.transcoding(),
                target.sentBytes(),
                target.acknowledgedBytes(),
                target.sending());
    }

    static OutputState of(PushInfo push) {
        PushInfo.State state = push.state();
        return new OutputState(
                push.id(),
                Kind.PUSH,
                url(push.order()),
                state.status().name(),
                state.retries(),
                Mask.text(state.reason()),
                state.transcoding(),
                state.sentBytes(),
                state.acknowledgedBytes(),
                state.sending());
    }

    private static String url(PushOrder order) {
        return order.whole() ? Mask.wholeUrl(order.url()) : Mask.url(order.url());
    }

    boolean publishing() {
        return status.equals("PUBLISHING");
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("kind", kind.word);
        json.put("url", url);
        json.put("status", status);
        json.put("bitRate", sending.bitRate());
        json.put("queueBytes", sending.queueBytes());
        json.put("queueMs", sending.queueMillis() < 0 ? null : sending.queueMillis());
        json.put("droppedPictures", sending.droppedPictures());
        json.put("sentBytes", sentBytes);
        json.put("acknowledgedBytes", acknowledgedBytes);
        json.put("retries", retries);
        json.put("reason", reason);
        return json;
    }
}
