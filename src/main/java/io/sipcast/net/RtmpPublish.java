package io.sipcast.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamForm;
import io.sipcast.rtmp.FourCcs;
import io.sipcast.rtmp.RtmpEnd;
import io.sipcast.rtmp.RtmpFailure;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.SendProgress;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.Metadata;
import io.sipcast.rtmp.handshake.ClientHandshake;
import io.sipcast.rtmp.login.Login;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.rtmp.publish.PublishEvent;
import io.sipcast.rtmp.publish.Publisher;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection that publishes a live stream to an RTMP server. It takes the stream only once the
 * server has accepted, so it begins with headers and the cached key frame. On its loop.
 */
public final class RtmpPublish {
    /** Told on the loop. */
    public interface Listener {
        /** The server has accepted. */
        void accepted();

        /** The last word: the server, or the way to it. */
        void failed(RtmpFailure failure);

        /** The last word: the stream has ended, or we were closed. */
        void ended();
    }

    /**
     * How long the server is waited for.
     *
     * @param answer to the connection, to TLS, to the handshake, and to each command
     * @param noProgress after how long the owner gives up a server that takes nothing
     */
    public record Patience(Duration answer, Duration noProgress) {}

    private final RtmpUrl url;
    private final LiveStream stream;
    private final StreamForm form;
    private final Patience patience;
    private final Listener listener;
    private final RtmpConnector connector;
    private final EventLoop loop;
    private final List<InetSocketAddress> addresses;
    private RtmpClientHandler handler = connecting(Login.NONE);
    private @Nullable Machine machine;
    private boolean ended;

    private RtmpPublish(
            RtmpConnector connector,
            EventLoop loop,
            RtmpUrl url,
            List<InetSocketAddress> addresses,
            LiveStream stream,
            StreamForm form,
            Patience patience,
            Listener listener) {
        this.connector = connector;
        this.loop = loop;
        this.addresses = addresses;
        this.url = url;
        this.stream = stream;
        this.form = form;
        this.patience = patience;
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
            Patience patience,
            Listener listener) {
        var publish =
                new RtmpPublish(connector, loop, url, addresses, stream, form, patience, listener);
        publish.connect();
        return publish;
    }

    private void connect() {
        connector.connect(loop, url, addresses, patience.answer(), handler, this::fail);
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

    /** Bytes that the server says it has, by RTMP; 0 with those that never say. */
    public long acknowledgedBytes() {
        return machine == null ? 0 : machine.publisher.acknowledgements().acknowledged();
    }

    /** How far what was sent has come; null before there is a connection. */
    public @Nullable SendProgress progress() {
        return machine == null ? null : machine.watch.look();
    }

    /** Bytes that are written and have not left: ours, and those that the system holds. */
    public long queuedBytes() {
        return machine == null ? 0 : machine.watch.unsentBytes();
    }

    /** How far the next unit to be written is behind the stream; negative when none is taken. */
    public long behindMillis() {
        return machine == null ? -1 : machine.pump.behindMillis();
    }

    /** Pictures that were left out because the server took them too slowly. */
    public long droppedPictures() {
        return machine == null ? 0 : machine.pump.droppedPictures();
    }

    /** Why pictures are encoded anew, as a sentence; empty while they go through. */
    public String transcodingReason() {
        return machine == null ? "" : machine.pump.transcodingReason();
    }

    /** Unpublishes and closes; the listener hears of it unless it had the last word already. */
    public void close() {
        if (!ended) {
            ended = true;
            listener.ended();
        }
        handler.close();
    }

    /** Closes without waiting for anything to leave: nothing does. */
    public void abort() {
        if (machine != null) {
            machine.watch.resetAtClose();
        }
        close();
    }

    private void fail(RtmpFailure failure) {
        if (!ended) {
            ended = true;
            listener.failed(failure);
        }
    }

    /** The cached one is shown at once; when it is old, what moves follows soon. */
    private void askForKeyFrame() {
        long fresh = form.video().keyFrameInterval().toNanos();
        if (stream.keyFrameAgeNanos(System.nanoTime()) > fresh) {
            stream.requestKeyFrame();
        }
    }

    private StreamForm taken(FourCcs byServer) {
        return Enhanced.taken(form, byServer);
    }

    private final class Machine implements RtmpClientHandler.Machine, MediaPump.Outlet {
        private final Publisher publisher;
        private final RtmpOutput output;
        private final MediaPump pump;
        private final SendWatch watch;

        Machine(Channel channel, Login login) {
            publisher =
                    new Publisher(
                            url,
                            Enhanced.announced(stream, form),
                            login,
                            ClientHandshake.Form.DIGEST,
                            RtmpLimits.DEFAULT.withAnswerTimeout(patience.answer()),
                            connector.random(),
                            System.nanoTime());
            output = new RtmpOutput(channel, publisher.outbox());
            pump = new MediaPump(channel, output, this, RtmpPublish.this::close);
            watch = new SendWatch(channel, output);
            watch.leaveTimeFor(patience.noProgress());
            machine = this;
        }

        @Override
        public boolean serve() {
            for (PublishEvent event = publisher.poll(); event != null; event = publisher.poll()) {
                switch (event) {
                    case PublishEvent.Started() -> {
                        output.flush();
                        listener.accepted();
                        askForKeyFrame();
                        pump.start(stream, taken(publisher.fourCcs()));
                    }
                    case PublishEvent.LoginWanted(Login login) -> {
                        again(login);
                        return false;
                    }
                    case PublishEvent.Ended(RtmpEnd reason) -> {
                        pump.stop();
                        fail(failure(reason));
                        return false;
                    }
                }
            }
            return true;
        }

        private RtmpFailure failure(RtmpEnd end) {
            return end.kind() == RtmpEnd.Kind.TIMED_OUT && handler.awaitsTls()
                    ? RtmpFailures.ofSilentTls(url)
                    : RtmpFailures.of(end, publisher.reached(), handler.trouble(), url);
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
