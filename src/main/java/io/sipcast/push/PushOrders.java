package io.sipcast.push;

import io.netty.channel.EventLoop;
import io.sipcast.call.CallHistory;
import io.sipcast.inject.FileFrames;
import io.sipcast.inject.FileSound;
import io.sipcast.inject.InjectionRefused;
import io.sipcast.inject.SoundFolder;
import io.sipcast.live.FormWishes;
import io.sipcast.live.LiveStream;
import io.sipcast.live.SoundFrames;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.net.Loops;
import io.sipcast.push.PushRefused.Reason;
import io.sipcast.rtmp.RtmpUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pushes that were ordered over REST: any number for a stream, whoever publishes it. Those of
 * calls to targets of their own are controlled here, too, but {@link #all} leaves them out. Safe
 * for use by any thread that may wait.
 */
public final class PushOrders {
    private static final String STREAM = "streamName";
    private static final String URL = "rtmpUrl";
    private static final String SOUND = "soundFile";
    private static final int MOST = 1000;
    private static final int PROBED_RATE_HZ = 48_000;

    /**
     * What the configuration says of them.
     *
     * @param namePrefix what a stream's name is published behind, may be empty
     * @param soundBitrateBps of a channel of the sounds that replace a stream's
     */
    public record Settings(String namePrefix, int soundBitrateBps) {}

    private final Streams streams;
    private final Pushes pushes;
    private final SoundFolder sounds;
    private final Loops loops;
    private final Settings settings;
    private final Map<String, OrderedPush> orders = new LinkedHashMap<>(); // guarded by this
    private final Map<String, OrderedPush> ofCalls = new LinkedHashMap<>(); // guarded by this
    private volatile Consumer<PushChange> observer = _ -> {};

    public PushOrders(
            Streams streams, Pushes pushes, SoundFolder sounds, Loops loops, Settings settings) {
        this.streams = streams;
        this.pushes = pushes;
        this.sounds = sounds;
        this.loops = loops;
        this.settings = settings;
    }

    /** Tells somebody of all changes from now on, on whatever thread; it must not wait. */
    public void observe(Consumer<PushChange> by) {
        observer = by;
    }

    /**
     * Begins to publish a stream, as soon as that has begun. Looks the server up, which may wait.
     *
     * @throws PushRefused when there is no such stream, the URL is unusable, or it goes there
     * @throws InjectionRefused when there is no such sound, or it can't be played
     */
    public PushInfo start(PushOrder order) throws PushRefused, InjectionRefused {
        LiveStream stream = find(order.stream());
        String name = settings.namePrefix() + stream.name().name();
        RtmpUrl target = target(order, name);
        SoundFrames frames = order.sound() == null ? null : open(order.sound());
        resolve(target);
        String id = UUID.randomUUID().toString();
        var push =
                new OrderedPush(
                        id,
                        order,
                        stream,
                        name,
                        target,
                        pushes,
                        false,
                        this::remove,
                        change -> observer.accept(change));
        if (order.sound() != null && frames != null) {
            push.play(order.sound(), frames);
        }
        OrderedPush failed = add(push, stream, target);
        if (failed != null) {
            failed.close();
        }
        push.changed();
        push.beginWithStream(loopOf(stream));
        return push.info();
    }

    /**
     * A call's push to a target of its own, as soon as its stream begins. Returns at once.
     *
     * @param changed called when it looks different, on any thread
     */
    OrderedPush ofCall(
            LiveStream stream, RtmpUrl target, EventLoop loop, FormWishes form, Runnable changed) {
        String id = UUID.randomUUID().toString();
        var order =
                new PushOrder(
                        stream.name().toString(),
                        target.tcUrl(),
                        false,
                        target.stream(),
                        false,
                        null,
                        form);
        var push =
                new OrderedPush(
                        id,
                        order,
                        stream,
                        target.stream(),
                        target,
                        pushes,
                        true,
                        this::remove,
                        _ -> changed.run());
        synchronized (this) {
            ofCalls.put(id, push);
        }
        push.beginWithStream(loop);
        return push;
    }

    /** What all outputs of a stream carry together. */
    CallHistory.Load load(LiveStream stream) {
        long bitRate = 0;
        long queueBytes = 0;
        for (Push push : pushes.all()) {
            if (push.stream() == stream) {
                bitRate += push.snapshot().sending().bitRate();
                queueBytes += push.snapshot().sending().queueBytes();
            }
        }
        return new CallHistory.Load(bitRate, queueBytes);
    }

    private LiveStream find(String text) throws PushRefused {
        try {
            Optional<LiveStream> found = streams.find(text);
            if (found.isPresent() && !found.get().ended()) {
                return found.get();
            }
        } catch (IllegalArgumentException e) {
            throw new PushRefused(Reason.BAD_FIELD, STREAM, STREAM + ": " + e.getMessage() + ".");
        }
        throw new PushRefused(Reason.NOT_FOUND, STREAM, "There is no stream " + text + ".");
    }

    private static RtmpUrl target(PushOrder order, String name) throws PushRefused {
        try {
            String asked = order.name();
            return order.whole()
                    ? RtmpUrl.parse(order.url())
                    : RtmpUrl.parse(order.url(), asked == null ? name : asked);
        } catch (IllegalArgumentException e) {
            throw new PushRefused(Reason.BAD_FIELD, URL, URL + ": " + e.getMessage() + ".");
        }
    }

    private void resolve(RtmpUrl target) throws PushRefused {
        try {
            var _ = pushes.connector().resolve(target);
        } catch (IOException e) {
            throw new PushRefused(
                    Reason.BAD_FIELD, URL, URL + " cannot be published to: " + e.getMessage());
        }
    }

    /** The one that it takes the place of, which had been given up; null if there is none. */
    private synchronized @Nullable OrderedPush add(
            OrderedPush push, LiveStream stream, RtmpUrl target) throws PushRefused {
        OrderedPush failed = null;
        for (OrderedPush other : orders.values()) {
            if (other.sends(stream, target)) {
                failed = other;
            }
        }
        if ((failed != null && !failed.failed()) || isSentByCall(stream, target)) {
            throw new PushRefused(
                    Reason.TAKEN,
                    URL,
                    "The stream " + stream.name() + " goes to that URL already.");
        }
        if (orders.size() >= MOST) {
            throw new PushRefused(
                    Reason.FULL, null, "There are " + MOST + " pushes, as many as there may be.");
        }
        if (failed != null) {
            orders.remove(failed.id());
        }
        orders.put(push.id(), push);
        return failed;
    }

    private boolean isSentByCall(LiveStream stream, RtmpUrl target) {
        return ofCalls.values().stream()
                .anyMatch(push -> push.sends(stream, target) && !push.failed());
    }

    /** Its connections sit where its media come from, so that nothing changes threads. */
    private EventLoop loopOf(LiveStream stream) {
        return stream.publication().loop() instanceof EventLoop loop ? loop : loops.next();
    }

    private SoundFrames open(PushOrder.Sound sound) throws InjectionRefused {
        Path file = sounds.find(SOUND, sound.fileName());
        try (FileSound _ = FileSound.open(file, sound.fileName(), PROBED_RATE_HZ)) {
            return new FileFrames(file, sound.fileName(), sound.loop(), settings.soundBitrateBps());
        } catch (InjectionRefused e) {
            throw InjectionRefused.badField(SOUND, String.valueOf(e.getMessage()));
        }
    }

    private synchronized void remove(OrderedPush push) {
        orders.remove(push.id(), push);
        ofCalls.remove(push.id(), push);
    }

    private synchronized Optional<OrderedPush> order(String id) {
        return Optional.ofNullable(orders.getOrDefault(id, ofCalls.get(id)));
    }

    /** Those that were ordered over REST and have not ended, oldest first. */
    public List<PushInfo> all() {
        List<OrderedPush> now;
        synchronized (this) {
            now = List.copyOf(orders.values());
        }
        return now.stream().map(OrderedPush::info).toList();
    }

    /** Those of one stream, oldest first, which a call publishes to targets of its own not. */
    public List<PushInfo> of(StreamName stream) {
        List<OrderedPush> now;
        synchronized (this) {
            now = List.copyOf(orders.values());
        }
        return now.stream()
                .filter(one -> one.streamName().equals(stream))
                .map(OrderedPush::info)
                .toList();
    }

    public Optional<PushInfo> withId(String id) {
        return order(id).map(OrderedPush::info);
    }

    /**
     * Unpublishes.
     *
     * @return false when there is no such push
     */
    public boolean terminate(String id) {
        Optional<OrderedPush> push = order(id);
        push.ifPresent(one -> {
            remove(one);
            one.close();
        });
        return push.isPresent();
    }

    /**
     * Silence in place of whatever is heard there, or that again.
     *
     * @return false when there is no such push
     */
    public boolean mute(String id, boolean on) {
        Optional<OrderedPush> push = order(id);
        push.ifPresent(one -> one.mute(on));
        return push.isPresent();
    }

    /**
     * Plays a sound in place of the stream's own.
     *
     * @return false when there is no such push
     * @throws InjectionRefused when there is no such sound, or it can't be played
     */
    public boolean play(String id, PushOrder.Sound sound) throws InjectionRefused {
        Optional<OrderedPush> push = order(id);
        if (push.isPresent()) {
            push.get().play(sound, open(sound));
        }
        return push.isPresent();
    }

    /**
     * The stream's own sound again.
     *
     * @return false when there is no such push
     */
    public boolean stopSound(String id) {
        Optional<OrderedPush> push = order(id);
        push.ifPresent(OrderedPush::stopSound);
        return push.isPresent();
    }
}
