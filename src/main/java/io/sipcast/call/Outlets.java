package io.sipcast.call;

import io.netty.channel.EventLoop;
import io.sipcast.live.FormWishes;
import io.sipcast.live.LiveStream;
import io.sipcast.rtmp.RtmpUrl;
import java.util.List;

/** What carries one call to its targets, in their order. */
record Outlets(List<Outlet> all) {
    /** Publishes to each of them as soon as the stream has begun. Returns at once. */
    static Outlets open(
            Outlet.Factory factory,
            LiveStream stream,
            List<RtmpUrl> targets,
            EventLoop loop,
            FormWishes form,
            Runnable changed) {
        return new Outlets(
                targets.stream()
                        .map(target -> factory.open(stream, target, loop, form, changed))
                        .toList());
    }

    /** By which each is controlled. */
    List<String> ids() {
        return all.stream().map(Outlet::id).toList();
    }

    List<CallInfo.Target> states() {
        return all.stream().map(Outlet::state).toList();
    }

    void close() {
        all.forEach(Outlet::close);
    }
}
