package io.sipcast.call;

import io.netty.channel.EventLoop;
import io.sipcast.live.FormWishes;
import io.sipcast.live.LiveStream;
import io.sipcast.rtmp.RtmpUrl;

/** What a call sees of the push that carries it to its {@code rtmpUrl}. */
public interface Outlet {
    /** By which the push is controlled. */
    String id();

    CallInfo.Target state();

    /** Unpublishes; the call is over. */
    void close();

    /** Opens outlets. */
    interface Factory {
        /**
         * Publishes as soon as the stream has begun; connections sit on the call's loop. Returns at
         * once.
         *
         * @param changed called when the state is another, on any thread
         */
        Outlet open(
                LiveStream stream,
                RtmpUrl target,
                EventLoop loop,
                FormWishes form,
                Runnable changed);

        /** What all outputs of a stream carry, those that others ordered as well. */
        CallHistory.Load load(LiveStream stream);
    }
}
