package io.sipcast.web;

import io.netty.channel.EventLoop;
import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamForm;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The viewers of each stream on each event loop, while there are any. Safe for any thread. */
final class FlvGroups {
    private record Key(LiveStream stream, EventLoop loop) {}

    private final Map<Key, FlvGroup> groups = new ConcurrentHashMap<>();
    private final StreamForm form;

    FlvGroups(StreamForm form) {
        this.form = form;
    }

    /** That of a stream on the loop of this context, to be called there: add somebody at once. */
    FlvGroup of(LiveStream stream, Context context) {
        var key = new Key(stream, ((ContextInternal) context).nettyEventLoop());
        return groups.computeIfAbsent(
                key, _ -> new FlvGroup(stream, form, key.loop(), () -> groups.remove(key)));
    }
}
