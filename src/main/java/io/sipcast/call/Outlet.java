package io.sipcast.call;

import io.netty.channel.EventLoop;
import io.sipcast.live.FormWishes;
import io.sipcast.live.LiveStream;
import io.sipcast.rtmp.RtmpUrl;

/** What a call sees of the push that carries it to its {@code rtmpUrl}. */
public interface Outlet {
    CallInfo.Target state();

    /** Unpublishes; the call is over. */
    void close();

    /** Opens outlets. */
    @FunctionalInterface
    interface Factory {
        /**
         * Begins to publish; connections sit on the call's loop. Returns at once.
         *
         * @param changed called on that loop when the state is another
         */
        Outlet open(
                LiveStream stream,
                RtmpUrl target,
                EventLoop loop,
                FormWishes form,
                Runnable changed);
    }
}
