package io.sipcast.push;

import io.netty.channel.EventLoop;
import io.sipcast.call.CallInfo;
import io.sipcast.call.Outlet;
import io.sipcast.live.FormWishes;
import io.sipcast.live.LiveStream;
import io.sipcast.rtmp.RtmpUrl;

/** The push of a call to its {@code rtmpUrl}, as the call sees it. */
public final class CallOutlets implements Outlet.Factory {
    private final Pushes pushes;

    public CallOutlets(Pushes pushes) {
        this.pushes = pushes;
    }

    @Override
    public Outlet open(
            LiveStream stream, RtmpUrl target, EventLoop loop, FormWishes form, Runnable changed) {
        return new OfPush(pushes.open(stream, target, loop, PushTerms.of(form, changed)));
    }

    private record OfPush(Push push) implements Outlet {
        @Override
        public CallInfo.Target state() {
            Push.Snapshot now = push.snapshot();
            return new CallInfo.Target(
                    now.status().name(),
                    now.since(),
                    now.retries(),
                    now.reason(),
                    now.sentBytes(),
                    push.transcodingReason(),
                    push.form(),
                    now.acknowledgedBytes(),
                    now.failures().stream()
                            .map(one -> new CallInfo.Failure(one.at(), one.label(), one.sentence()))
                            .toList());
        }

        @Override
        public void close() {
            push.close();
        }
    }
}
