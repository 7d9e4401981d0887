package io.sipcast.push;

import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamForm;
import io.sipcast.live.Subscription;
import io.sipcast.media.MediaUnit;
import io.sipcast.push.PushMachine.Step;
import io.sipcast.rtmp.RtmpEnd;
import io.sipcast.rtmp.RtmpFailure;
import io.sipcast.rtmp.RtmpFailure.Unreachable;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.SendProgress;
import io.sipcast.rtmp.SendProgress.Waiting;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.UnitWriter;
import io.sipcast.rtmp.message.Outbox;
import io.sipcast.rtmp.publish.PublishEvent;
import io.sipcast.rtmp.publish.Publisher;
import io.sipcast.rtmp.serve.ServeEvent;
import io.sipcast.rtmp.serve.ServerConnection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One push in virtual time: its machine and its publisher, joined byte for byte to a server that
 * behaves as it is told. What the driver of a real push does on its loop is done here by {@link
 * #tick}.
 */
final class VirtualTarget {
    /** What the systems of both hosts take of who does not read. */
    private static final int BUFFERS = 100_000;

    /** How the server is doing. */
    enum Mood {
        FINE,
        /** Nobody listens any more. */
        GONE,
        /** Who connects hears nothing. */
        SILENT,
        /** Nothing is read. */
        STALLED,
        /** It still has the last publisher of the name. */
        HOLDS_NAME
    }

    /** What the server got over one connection. */
    static final class Piece {
        final List<FlvTag> sound = new ArrayList<>();
        final List<FlvTag> pictures = new ArrayList<>();

        private void take(FlvTag tag) {
            switch (tag.type()) {
                case AUDIO -> sound.add(tag);
                case VIDEO -> pictures.add(tag);
                case SCRIPT -> {}
            }
        }
    }

    final List<Piece> pieces = new ArrayList<>();
    private final LiveStream stream;
    private final StreamForm form;
    private final PushMachine machine;
    private final Random random;
    private PushState state;
    private Mood mood = Mood.FINE;
    private @Nullable Connection connection;

    VirtualTarget(LiveStream stream, StreamForm form, PushPolicy policy, long seed, long nowNanos) {
        this.stream = stream;
        this.form = form;
        this.random = new Random(seed);
        this.machine = new PushMachine(policy, random);
        this.state = PushState.waiting(nowNanos);
        take(new PushInput.StreamLive(), nowNanos);
    }

    PushState state() {
        return state;
    }

    void mood(Mood now) {
        mood = now;
    }

    /** The connection ends, as seen from both sides. */
    void cut(long nowNanos) {
        Connection cut = connection;
        if (cut != null) {
            cut.publisher.disconnected();
            tick(nowNanos);
        }
    }

    void tick(long nowNanos) {
        Connection now = connection;
        if (now != null) {
            now.pump(nowNanos);
            now.hear(nowNanos);
        }
        if (connection != null) {
            take(new PushInput.Progress(connection.progress()), nowNanos);
        }
        take(new PushInput.TimedOut(), nowNanos);
    }

    private void take(PushInput input, long nowNanos) {
        Step step = machine.step(state, input, nowNanos);
        state = step.next();
        switch (step.action()) {
            case NONE -> {}
            case CONNECT -> connect(nowNanos);
            case CLOSE, ABORT -> {
                if (connection != null) {
                    connection.close();
                    connection = null;
                }
            }
        }
    }

    private void connect(long nowNanos) {
        if (mood == Mood.GONE) {
            take(
                    new PushInput.Lost(
                            new Unreachable(
                                    "host", Unreachable.Obstacle.CONNECTION_REFUSED, "refused")),
                    nowNanos);
            return;
        }
        connection = new Connection(nowNanos);
    }

    private final class Connection {
        private final Publisher publisher;
        private final ServerConnection server;
        private final UnitWriter writer = new UnitWriter();
        private @Nullable Subscription subscription;
        private @Nullable Piece piece;
        private long arrivedBytes;
        private int waitingBytes;

        Connection(long nowNanos) {
            publisher = new Publisher(RtmpUrl.parse("rtmp://host/live/x"), random, nowNanos);
            server = new ServerConnection(random, nowNanos);
        }

        void pump(long nowNanos) {
            publisher.timeout(nowNanos);
            talk(nowNanos);
            Subscription source = subscription;
            while (source != null && waitingBytes < BUFFERS) {
                MediaUnit unit = source.poll();
                if (unit == null) {
                    return;
                }
                writer.process(unit, tag -> send(tag, nowNanos));
            }
        }

        private void send(FlvTag tag, long nowNanos) {
            ByteBuffer bytes = ByteBuffer.allocate(publisher.size(tag));
            publisher.write(tag, bytes);
            if (mood == Mood.STALLED) {
                waitingBytes += bytes.capacity();
                return;
            }
            arrivedBytes += bytes.capacity();
            server.receive(bytes.flip(), nowNanos);
            serve();
        }

        /** Commands and their answers, until nobody has more to say. */
        private void talk(long nowNanos) {
            while (mood != Mood.SILENT && mood != Mood.STALLED) {
                boolean asked = carry(publisher.outbox(), in -> server.receive(in, nowNanos));
                serve();
                if (!carry(server.outbox(), in -> publisher.receive(in, nowNanos)) && !asked) {
                    return;
                }
            }
        }

        private void serve() {
            for (ServeEvent e = server.poll(); e != null; e = server.poll()) {
                if (e instanceof ServeEvent.PublishAsked(int id, var _)) {
                    if (mood == Mood.HOLDS_NAME) {
                        server.refusePublish(id, "it has a publisher");
                    } else {
                        server.acceptPublish(id);
                        piece = new Piece();
                        pieces.add(piece);
                    }
                } else if (e instanceof ServeEvent.Media(int _, FlvTag tag) && piece != null) {
                    piece.take(tag);
                }
            }
        }

        /** What the publisher has to say of itself. */
        void hear(long nowNanos) {
            for (PublishEvent e = publisher.poll(); e != null; e = publisher.poll()) {
                switch (e) {
                    case PublishEvent.Started() -> {
                        subscription = stream.subscribe(form, () -> {});
                        take(new PushInput.Accepted(), nowNanos);
                    }
                    case PublishEvent.Ended(RtmpEnd end) ->
                            take(new PushInput.Lost(failure(end)), nowNanos);
                    case PublishEvent.LoginWanted _ ->
                            throw new IllegalStateException("nobody asks for a login");
                }
            }
        }

        private RtmpFailure failure(RtmpEnd end) {
            return switch (end.kind()) {
                case NAME_TAKEN -> new RtmpFailure.NameTaken(end.description());
                case TIMED_OUT -> new RtmpFailure.Silent(publisher.reached());
                case DISCONNECTED -> new RtmpFailure.Closed(end.description());
                case REFUSED, LOGIN, NOT_FOUND, FINISHED, PROTOCOL ->
                        throw new IllegalStateException("not meant: " + end);
            };
        }

        SendProgress progress() {
            return new SendProgress(
                    arrivedBytes, waitingBytes > 0 ? Waiting.FOR_READER : Waiting.NOTHING);
        }

        void close() {
            if (subscription != null) {
                subscription.close();
            }
        }

        private static boolean carry(Outbox from, Consumer<ByteBuffer> to) {
            if (from.size() == 0) {
                return false;
            }
            ByteBuffer bytes = ByteBuffer.allocate(from.size());
            from.drainTo(bytes);
            to.accept(bytes.flip());
            return true;
        }
    }
}
