package io.sipcast.net;

import io.netty.channel.Channel;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.net.StreamGuard.Verdict;
import io.sipcast.net.StreamRequest.Act;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.serve.ServerConnection;
import io.sipcast.rtmp.serve.StreamAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What one client publishes and plays, from its asking on: the guard is asked first, and a name
 * that is taken may be the client's own of before. On the connection's loop.
 */
final class RtmpUses {
    /** A client that goes on asking for what it does not get is a guesser. */
    private static final int MOST_REFUSALS = 10;

    /** Its connection. */
    interface Connection {
        /** A decision is waited for: nothing more is taken. */
        void pause();

        void resume();

        /** It publishes or plays. */
        void inUse();

        /** Its stream was ended from outside, or its publisher came back. */
        void end();

        /** The client is at fault. */
        void close(String what);
    }

    private final RtmpServer server;
    private final Channel channel;
    private final ServerConnection machine;
    private final RtmpOutput output;
    private final Connection connection;
    private final RtmpHold hold;
    private final Map<Integer, RtmpPublisher> publishers = new HashMap<>();
    private final Map<Integer, RtmpViewer> viewers = new HashMap<>();
    private boolean deciding;
    private boolean closed;
    private int refusals;

    RtmpUses(
            RtmpServer server,
            Channel channel,
            ServerConnection machine,
            RtmpOutput output,
            Connection connection) {
        this.server = server;
        this.channel = channel;
        this.machine = machine;
        this.output = output;
        this.connection = connection;
        hold =
                new RtmpHold(
                        channel.eventLoop(), server.serving().bounds().silence(), connection::end);
    }

    /** Whether something is being decided, so that nothing may be taken. */
    boolean deciding() {
        return deciding;
    }

    /** What is published cannot be taken: the clients hear why before they are closed. */
    void failPublishers(String why) {
        publishers.keySet().forEach(id -> machine.failPublish(id, why));
    }

    void heard(long nowNanos) {
        hold.heard(nowNanos);
    }

    void writable() {
        viewers.values().forEach(RtmpViewer::writable);
    }

    void publish(int id, StreamAddress asked) {
        StreamRequest request;
        try {
            request = request(Act.PUBLISH, asked);
        } catch (IllegalArgumentException e) {
            machine.refusePublish(id, String.valueOf(e.getMessage()));
            refused();
            return;
        }
        decide(
                server.serving().guard().ask(request),
                verdict -> {
                    switch (verdict) {
                        case Verdict.Allowed(var name) -> open(id, request.named(name));
                        case Verdict.Refused(var reason) -> {
                            machine.denyPublish(id, reason);
                            denied();
                        }
                    }
                });
    }

    /** Accepted at once: the stream may come later, as with other servers. */
    void play(int id, StreamAddress asked) {
        StreamRequest request;
        try {
            request = request(Act.PLAY, asked);
        } catch (IllegalArgumentException e) {
            machine.refusePlay(id, String.valueOf(e.getMessage()));
            refused();
            return;
        }
        decide(
                server.serving().guard().ask(request),
                verdict -> {
                    switch (verdict) {
                        case Verdict.Allowed(var name) -> view(id, request.named(name));
                        case Verdict.Refused(var reason) -> {
                            machine.denyPlay(id, reason);
                            denied();
                        }
                    }
                });
    }

    private StreamRequest request(Act act, StreamAddress asked) {
        String address =
                channel.remoteAddress() instanceof InetSocketAddress remote
                        ? remote.getAddress().getHostAddress()
                        : "";
        var name = new StreamName(asked.app(), asked.name());
        return new StreamRequest(act, name, asked.query(), address, machine.client());
    }

    /** Goes on with the decision, at once where it is there. */
    private <T> void decide(CompletableFuture<T> decision, Consumer<T> then) {
        if (decision.isDone()) {
            then.accept(decision.join());
            return;
        }
        deciding = true;
        connection.pause();
        var _ = decision.thenAccept(made -> channel.eventLoop().execute(() -> decided(made, then)));
    }

    private <T> void decided(T made, Consumer<T> then) {
        if (!closed) {
            deciding = false;
            then.accept(made);
            if (!deciding) {
                connection.resume();
            }
        }
    }

    private void open(int id, StreamRequest request) {
        try {
            begin(id, request);
        } catch (Streams.NameTakenException taken) {
            RtmpPublisher holder = server.publishers().get(request.name());
            if (holder == null || !holder.isSame(request) || holder.hold() == hold) {
                machine.refusePublish(id, String.valueOf(taken.getMessage()));
                refused();
                return;
            }
            var free = new CompletableFuture<Boolean>();
            holder.hold().claim(free::complete);
            decide(free, isFree -> takeOver(id, request, isFree, taken));
        }
    }

    private void takeOver(
            int id, StreamRequest request, boolean isFree, Streams.NameTakenException taken) {
        try {
            if (!isFree) {
                throw taken;
            }
            begin(id, request);
            server.counts().takenOver.increment();
        } catch (Streams.NameTakenException still) {
            machine.refusePublish(id, String.valueOf(still.getMessage()));
            refused();
        }
    }

    private void begin(int id, StreamRequest request) throws Streams.NameTakenException {
        publishers.put(id, RtmpPublisher.open(server, request, hold, channel.eventLoop()));
        machine.acceptPublish(id);
        connection.inUse();
    }

    private void view(int id, StreamRequest request) {
        var viewer = new RtmpViewer(server, machine, id, request, channel, output);
        viewers.put(id, viewer);
        connection.inUse();
        machine.acceptPlay(id);
        output.flush();
        viewer.start();
    }

    private void denied() {
        server.counts().denied.increment();
        refused();
    }

    private void refused() {
        if (++refusals == MOST_REFUSALS) {
            output.flush();
            connection.close("it asked for too much that it may not have");
        }
    }

    void media(int id, FlvTag tag) {
        RtmpPublisher publisher = publishers.get(id);
        if (publisher != null) {
            publisher.media(tag);
        }
    }

    void pause(int id, boolean paused) {
        RtmpViewer viewer = viewers.get(id);
        if (viewer != null) {
            viewer.pause(paused);
        }
    }

    void want(int id, boolean audio, boolean video) {
        RtmpViewer viewer = viewers.get(id);
        if (viewer != null) {
            viewer.want(audio, video);
        }
    }

    void end(int id) {
        RtmpPublisher publisher = publishers.remove(id);
        if (publisher != null) {
            publisher.close();
        }
        RtmpViewer viewer = viewers.remove(id);
        if (viewer != null) {
            viewer.close();
        }
    }

    /** The connection is over. */
    void close() {
        closed = true;
        publishers.values().forEach(RtmpPublisher::close);
        publishers.clear();
        viewers.values().forEach(RtmpViewer::close);
        viewers.clear();
        hold.closed();
    }
}
