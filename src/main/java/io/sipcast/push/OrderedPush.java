package io.sipcast.push;

import io.netty.channel.EventLoop;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Sending;
import io.sipcast.live.SoundFrames;
import io.sipcast.live.SoundSwitch;
import io.sipcast.live.StreamName;
import io.sipcast.media.Format;
import io.sipcast.rtmp.RtmpUrl;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One push that was ordered: first its stream must begin, then it is published. Safe for use by any
 * thread.
 */
final class OrderedPush {
    private static final String NOT_BEGUN =
            "The stream has not begun yet: its call is not answered, or its publisher sends nothing.";

    private final String id;
    private final PushOrder order;
    private final LiveStream stream;
    private final String publishedName;
    private final RtmpUrl target;
    private final Pushes pushes;
    private final SoundSwitch sound = new SoundSwitch(this::changed);
    private final PushTerms terms;
    private final Consumer<OrderedPush> over;
    private final Consumer<PushChange> observer;
    private final PushChange change;
    private final Instant ordered = Instant.now();

    private volatile PushOrder.@Nullable Sound playing;
    private volatile @Nullable Push push;
    private boolean told; // guarded by this: that it is no more
    private volatile boolean closed; // written with the lock of this

    /**
     * An order that nothing is done about yet.
     *
     * @param ofCall whether a call publishes to a target of its own
     * @param over told once when it has ended, with this
     * @param observer told of every change, on whatever thread
     */
    OrderedPush(
            String id,
            PushOrder order,
            LiveStream stream,
            String publishedName,
            RtmpUrl target,
            Pushes pushes,
            boolean ofCall,
            Consumer<OrderedPush> over,
            Consumer<PushChange> observer) {
        this.id = id;
        this.order = order;
        this.stream = stream;
        this.publishedName = publishedName;
        this.target = target;
        this.pushes = pushes;
        this.terms = new PushTerms(order.form(), sound, ofCall, this::ended, this::changed);
        this.over = over;
        this.observer = observer;
        this.change = new PushChange(id, this::info, false);
        sound.mute(order.muted());
    }

    String id() {
        return id;
    }

    StreamName streamName() {
        return stream.name();
    }

    /** Whether it sends this stream to that target, or is to. */
    boolean sends(LiveStream other, RtmpUrl to) {
        return stream == other && target.sameStream(to);
    }

    boolean failed() {
        return state().status() == PushStatus.FAILED;
    }

    /** Publishes as soon as the stream has begun. */
    void beginWithStream(EventLoop loop) {
        stream.whenBegun(() -> begin(loop));
    }

    private void begin(EventLoop loop) {
        if (!open(loop)) {
            ended();
        }
    }

    private void ended() {
        sound.close();
        over.accept(this);
        gone();
    }

    /** It looks different; what happens while it is being ended is told with the end. */
    synchronized void changed() {
        if (!closed && !told) {
            observer.accept(change);
        }
    }

    /** The last that is told of it. */
    private synchronized void gone() {
        if (!told) {
            told = true;
            observer.accept(new PushChange(id, change.state(), true));
        }
    }

    private synchronized boolean open(EventLoop loop) {
        if (closed || stream.ended()) {
            return false;
        }
        push = pushes.open(stream, target, loop, terms);
        return true;
    }

    /** Unpublishes. */
    void close() {
        Push running;
        synchronized (this) {
            closed = true;
            running = push;
        }
        sound.close();
        if (running == null) {
            gone();
        } else {
            running.close(); // ended() follows
        }
    }

    void mute(boolean on) {
        sound.mute(on);
        changed();
    }

    void play(PushOrder.Sound what, SoundFrames frames) {
        playing = what;
        sound.play(frames);
        changed();
    }

    void stopSound() {
        sound.stop();
        changed();
    }

    PushInfo info() {
        Format.Video pictures = stream.pictureFormat();
        return new PushInfo(
                id,
                order,
                stream.name(),
                publishedName,
                pictures == null ? 0 : pictures.width(),
                pictures == null ? 0 : pictures.height(),
                sound.muted(),
                sound.playing() ? playing : null,
                pushes.formFor(target, terms).withoutSwitch(),
                state());
    }

    private PushInfo.State state() {
        Push running = push;
        if (running == null) {
            return new PushInfo.State(
                    closed ? PushStatus.STOPPED : PushStatus.PENDING,
                    ordered,
                    0,
                    closed ? "The push was stopped." : NOT_BEGUN,
                    0,
                    "",
                    0,
                    List.of(),
                    Sending.NOTHING);
        }
        Push.Snapshot now = running.snapshot();
        return new PushInfo.State(
                now.status(),
                now.since(),
                now.retries(),
                now.reason(),
                now.sentBytes(),
                running.transcodingReason(),
                now.acknowledgedBytes(),
                now.failures(),
                now.sending());
    }
}
