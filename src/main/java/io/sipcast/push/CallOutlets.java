package io.sipcast.push;

import io.netty.channel.EventLoop;
import io.sipcast.call.CallHistory;
import io.sipcast.call.CallInfo;
import io.sipcast.call.Outlet;
import io.sipcast.live.FormWishes;
import io.sipcast.live.LiveStream;
import io.sipcast.rtmp.RtmpUrl;

/** The pushes of a call to targets of its own, as the call sees them. */
public final class CallOutlets implements Outlet.Factory {
    private final PushOrders pushes;

    public CallOutlets(PushOrders pushes) {
        this.pushes = pushes;
    }

    @Override
    public Outlet open(
            LiveStream stream, RtmpUrl target, EventLoop loop, FormWishes form, Runnable changed) {
        return new OfPush(pushes.ofCall(stream, target, loop, form, changed));
    }

    @Override
    public CallHistory.Load load(LiveStream stream) {
        return pushes.load(stream);
    }

    private record OfPush(OrderedPush push) implements Outlet {
        @Override
        public String id() {
            return push.id();
        }

        @Override
        public CallInfo.Target state() {
            PushInfo now = push.info();
            PushInfo.State state = now.state();
            return new CallInfo.Target(
                    state.status().name(),
                    state.since(),
                    state.retries(),
                    state.reason(),
                    state.sentBytes(),
                    state.transcoding(),
                    now.form(),
                    state.acknowledgedBytes(),
                    state.failures().stream()
                            .map(one -> new CallInfo.Failure(one.at(), one.label(), one.sentence()))
                            .toList(),
                    new CallInfo.Control(
                            now.id(),
                            now.muted(),
                            now.sound() == null ? null : now.sound().fileName()),
                    state.sending());
        }

        @Override
        public void close() {
            push.close();
        }
    }
}
