package io.sipcast.live;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All live streams of this node by name. Safe for use by any thread. */
public final class Streams {
    private final Map<StreamName, LiveStream> streams = new ConcurrentHashMap<>();
    private final List<Waiting> waiting = new CopyOnWriteArrayList<>();
    private final Services services;
    private volatile Observer observer = Observer.NOBODY;
    private volatile IntConsumer ended = _ -> {};

    /** Is told of changes on the thread that made them, and must not wait. */
    public interface Observer {
        Observer NOBODY =
                new Observer() {
                    @Override
                    public void changed(LiveStream stream) {}

                    @Override
                    public void viewersChanged(LiveStream stream) {}
                };

        /** It was opened, its form became known or another one, or it has ended. */
        void changed(LiveStream stream);

        /** Somebody came or went. */
        void viewersChanged(LiveStream stream);
    }

    /**
     * Makes an empty hub where pictures go through as they come and nothing is made up for those
     * that do not.
     *
     * @param opener runs what may wait for milliseconds: the opening of codecs
     * @param clock the gateway's monotonic clock, in nanoseconds
     */
    public Streams(PcmEncoder.Factory encoders, Executor opener, LongSupplier clock) {
        this(
                encoders,
                (spec, source, _) -> {
                    throw new IllegalStateException("nobody makes " + spec + " of " + source);
                },
                null,
                opener,
                opener,
                clock);
    }

    /** Makes an empty hub where there is no Opus. */
    public Streams(
            PcmEncoder.Factory encoders,
            PictureTranscoder.Factory transcoders,
            @Nullable Slates slates,
            Executor opener,
            Executor workers,
            LongSupplier clock) {
        this(encoders, OpusCodec.NONE, transcoders, slates, opener, workers, clock);
    }

    /**
     * Makes an empty hub.
     *
     * @param opus opens codecs
     * @param slates what calls show where they have no pictures; null: nothing
     * @param opener runs what may wait for milliseconds: the opening of codecs
     * @param workers run what takes a processor for milliseconds: pictures
     * @param clock the gateway's monotonic clock, in nanoseconds
     */
    public Streams(
            PcmEncoder.Factory encoders,
            OpusCodec opus,
            PictureTranscoder.Factory transcoders,
            @Nullable Slates slates,
            Executor opener,
            Executor workers,
            LongSupplier clock) {
        services = new Services(encoders, opus, transcoders, slates, opener, workers, clock, this);
    }

    /** What every stream uses. */
    record Services(
            PcmEncoder.Factory encoders,
            OpusCodec opus,
            PictureTranscoder.Factory transcoders,
            @Nullable Slates slates,
            Executor opener,
            Executor workers,
            LongSupplier clock,
            Streams hub) {}

    /** Tells somebody of all that changes from now on. */
    public void observe(Observer by) {
        observer = by;
    }

    /**
     * Tells somebody, who must not wait, how many streams are left each time that one has ended.
     */
    public void whenEnded(IntConsumer left) {
        ended = left;
    }

    Observer observer() {
        return observer;
    }

    private record Waiting(StreamName name, Consumer<LiveStream> then) {}

    /** The name of a stream is in use. */
    public static final class NameTakenException extends Exception {
        private static final long serialVersionUID = 1L;

        NameTakenException(StreamName name) {
            super("the stream " + name + " exists already", null, false, false);
        }
    }

    /**
     * Opens a stream, which takes its name until it ends.
     *
     * @throws NameTakenException when a live stream has that name
     */
    public LiveStream open(StreamName name, Publication publication) throws NameTakenException {
        var stream = new LiveStream(name, publication, services);
        if (streams.putIfAbsent(name, stream) != null) {
            throw new NameTakenException(name);
        }
        observer.changed(stream);
        for (Waiting one : waitingFor(name)) {
            if (waiting.remove(one)) {
                one.then().accept(stream);
            }
        }
        return stream;
    }

    public Optional<LiveStream> find(StreamName name) {
        return Optional.ofNullable(streams.get(name));
    }

    /**
     * The stream that somebody means by a text: a call's by its name alone, else one by {@code
     * app/name}.
     *
     * @throws IllegalArgumentException with a sentence for the user when it cannot be a name
     */
    public Optional<LiveStream> find(String text) {
        Optional<LiveStream> ofCall = find(StreamName.ofCall(text));
        int slash = text.indexOf('/');
        return ofCall.isPresent() || slash <= 0
                ? ofCall
                : find(new StreamName(text.substring(0, slash), text.substring(slash + 1)));
    }

    public Collection<LiveStream> all() {
        return List.copyOf(streams.values());
    }

    /**
     * Calls {@code then} with the stream of this name: at once when it is there, else on the thread
     * that opens it.
     *
     * @return stops the waiting; harmless when it is over
     */
    public Runnable await(StreamName name, Consumer<LiveStream> then) {
        var one = new Waiting(name, then);
        waiting.add(one);
        LiveStream stream = streams.get(name);
        if (stream != null && waiting.remove(one)) {
            then.accept(stream);
        }
        return () -> waiting.remove(one);
    }

    private List<Waiting> waitingFor(StreamName name) {
        return waiting.stream().filter(one -> one.name().equals(name)).toList();
    }

    /** Its end is told before its name is free, and so before the next one of that name. */
    void closed(LiveStream stream) {
        streams.computeIfPresent(
                stream.name(),
                (_, live) -> {
                    if (live != stream) {
                        return live;
                    }
                    observer.changed(stream);
                    return null;
                });
        ended.accept(streams.size());
    }
}
