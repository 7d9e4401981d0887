package io.sipcast.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamForm;
import io.sipcast.rtmp.FourCcs;
import io.sipcast.rtmp.RtmpEnd;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.Metadata;
import io.sipcast.rtmp.login.Login;
import io.sipcast.rtmp.publish.PublishEvent;
import io.sipcast.rtmp.publish.Publisher;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One connection that publishes a live stream to an RTMP server. It takes the stream only once the
 * server has accepted, so it begins with headers and the cached key frame. On its loop.
 */
public final class RtmpPublish {
    /** Told on the loop. */
    public interface Listener {
        /** The server has accepted. */
        void accepted();

        /** The last word: a sentence without secrets. */
        void ended(String reason);
    }

    private final RtmpUrl url;
    private final LiveStream stream;
    private final StreamForm form;
    private final Listener listener;
    private final RtmpConnector connector;
    private final EventLoop loop;
    private final List<InetSocketAddress> addresses;
    private RtmpClientHandler handler = connecting(Login.NONE);
    private boolean ended;

    private RtmpPublish(
            RtmpConnector connector,
            EventLoop loop,
            RtmpUrl url,
            List<InetSocketAddress> addresses,
            LiveStream stream,
            StreamForm form,
            Listener listener) {
        this.connector = connector;
        this.loop = loop;
        this.addresses = addresses;
        this.url = url;
        this.stream = stream;
        this.form = form;
        this.listener = listener;
    }

    /**
     * Connects and publishes.
     *
     * @param addresses as {@link RtmpConnector} resolved them, at least one
     */
    public static RtmpPublish open(
            RtmpConnector connector,
            EventLoop loop,
            RtmpUrl url,
            List<InetSocketAddress> addresses,
            LiveStream stream,
            StreamForm form,
            Listener listener) {
        var publish = new RtmpPublish(connector, loop, url, addresses, stream, form, listener);
        publish.connect();
        return publish;
    }

    private void connect() {
        connector.connect(loop, url, addresses, handler, this::end);
    }

    private RtmpClientHandler connecting(Login login) {
        return new RtmpClientHandler(channel -> new Machine(channel, login));
    }

    /** Each step of a login has a connection of its own. */
    private void again(Login login) {
        if (!ended) {
            handler = connecting(login);
            connect();
        }
    }

    /** Bytes that have left for the network. */
    public long sentBytes() {
        return handler.sent();
    }

    /** Whether bytes wait that could not leave yet. */
    public boolean waiting() {
        return handler.waiting();
    }

    /** Unpublishes and closes; the listener hears of it unless it had the last word already. */
    public void close() {
        end("The publish was ended.");
        handler.close();
    }

    private void end(String reason) {
        if (!ended) {
            ended = true;
            listener.ended(RtmpEnds.masked(reason, url));
        }
    }

    private StreamForm taken(FourCcs byServer) {
        return Enhanced.taken(form, byServer);
    }

    private final class Machine implements RtmpClientHandler.Machine, MediaPump.Outlet {
        private final Publisher publisher;
        private final RtmpOutput output;
        private final MediaPump pump;

        Machine(Channel channel, Login login) {
            publisher =
                    new Publisher(
                            url,
                            Enhanced.announced(stream, form),
                            login,
                            connector.random(),
                            System.nanoTime());
            output = new RtmpOutput(channel, publisher.outbox());
            pump = new MediaPump(channel, output, this, RtmpPublish.this::close);
        }

        @Override
        public boolean serve() {
            for (PublishEvent event = publisher.poll(); event != null; event = publisher.poll()) {
                switch (event) {
                    case PublishEvent.Started() -> {
                        output.flush();
                        listener.accepted();
                        pump.start(stream, taken(publisher.fourCcs()));
                    }
                    case PublishEvent.LoginWanted(Login login) -> {
                        again(login);
                        return false;
                    }
                    case PublishEvent.Ended(RtmpEnd reason) -> {
                        pump.stop();
                        end(RtmpEnds.sentence(reason, handler, url));
                        return false;
                    }
                }
            }
            return true;
        }

        @Override
        public RtmpOutput output() {
            return output;
        }

        @Override
        public void receive(ByteBuffer in, long nowNanos) {
            publisher.receive(in, nowNanos);
        }

        @Override
        public long nextTimeoutNanos() {
            return publisher.nextTimeoutNanos();
        }

        @Override
        public void timeout(long nowNanos) {
            publisher.timeout(nowNanos);
        }

        @Override
        public void disconnected() {
            publisher.disconnected();
        }

        @Override
        public void finish() {
            pump.stop();
            publisher.finish();
        }

        @Override
        public void writable() {
            pump.pump();
        }

        @Override
        public void metadata(Metadata metadata) {
            publisher.sendMetadata(metadata.print());
        }

        @Override
        public int size(FlvTag tag) {
            return publisher.size(tag);
        }

        @Override
        public void write(FlvTag tag, ByteBuffer out) {
            publisher.write(tag, out);
        }
    }
}
