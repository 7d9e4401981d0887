package io.sipcast.live;

import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import io.sipcast.media.Sink;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PCM of a stream as AAC or Opus: opened for the first subscriber who wants it so, shared by
 * all, stopped with the last. It begins with the sound of the cached key frame, so whoever comes
 * first hears what he sees.
 *
 * <p>All of it runs on the stream's loop but the opening of the codec, which takes milliseconds.
 */
final class Rendition {
    private static final Logger LOG = LoggerFactory.getLogger(Rendition.class);

    /** Blocks encoded in one go while catching up: half a second of sound, about 2 ms of work. */
    private static final int SLICE = 25;

    private enum State {
        NEW,
        WAITING,
        OPENING,
        RUNNING,
        STOPPED
    }

    private final SoundSpec spec;
    private final Past<Pcm> source;
    private final Track track = Track.ofSound();
    private final Sink<MediaUnit> frames = track::add; // one for all blocks
    private final Executor loop;
    private final Runnable told;
    private final Streams.Services services;

    private State state = State.NEW;
    private @Nullable PcmEncoder encoder;
    private long next;
    private volatile boolean catchingUp = true;
    private int users; // guarded by the stream's lock

    /**
     * Makes a rendition that does nothing until it is started.
     *
     * @param told called on the loop when the track has grown or the catching up is over
     */
    Rendition(
            SoundSpec spec,
            Past<Pcm> source,
            Executor loop,
            Runnable told,
            Streams.Services services) {
        this.spec = spec;
        this.source = source;
        this.loop = loop;
        this.told = told;
        this.services = services;
    }

    SoundSpec spec() {
        return spec;
    }

    Track track() {
        return track;
    }

    /** Whether the sound of the past is still being made: a subscriber waits for that. */
    boolean catchingUp() {
        return catchingUp;
    }

    void retain() {
        users++;
    }

    /** Whether nobody is left. */
    boolean release() {
        users--;
        return users == 0;
    }

    /** Begins with the block of this stream time, or with the next one there will be. */
    void start(long fromNanos) {
        if (state != State.NEW) {
            return;
        }
        state = State.WAITING;
        next = source.oldest();
        while (next < source.next() && source.nanosAt(next) <= fromNanos) {
            next++;
        }
        if (next == source.next()) {
            caughtUp();
        }
        run();
    }

    /** Encodes what has come, at most a slice of it now and the rest in the loop's next turns. */
    void run() {
        switch (state) {
            case NEW, OPENING, STOPPED -> {}
            case WAITING -> open();
            case RUNNING -> encode();
        }
    }

    void stop() {
        state = State.STOPPED;
        closeEncoder();
        caughtUp();
    }

    private void open() {
        Pcm first = source.at(next);
        if (first == null) {
            return;
        }
        state = State.OPENING;
        services.opener().execute(() -> open(first));
    }

    /** On a thread that may wait. */
    private void open(Pcm first) {
        try {
            PcmEncoder opened = encoder(first);
            loop.execute(() -> opened(opened));
        } catch (RuntimeException e) {
            LOG.error("cannot open the audio encoder {}: the stream has no sound", spec, e);
            loop.execute(this::stop);
        }
    }

    private PcmEncoder encoder(Pcm first) {
        return switch (spec) {
            case AacSpec aac -> services.encoders().open(aac, first);
            case OpusSpec _ -> new PassedOpus(services.opus().encoder().get());
        };
    }

    private void opened(PcmEncoder opened) {
        encoder = opened;
        if (state == State.STOPPED) {
            closeEncoder();
            return;
        }
        state = State.RUNNING;
        encode();
    }

    private void encode() {
        next = Math.max(next, source.oldest());
        long end = Math.min(source.next(), next + SLICE);
        long before = track.next();
        for (; next < end; next++) {
            Pcm block = source.at(next);
            if (block != null && encoder != null) {
                encoder.encode(block, frames);
            }
        }
        if (next < source.next()) {
            loop.execute(this::run);
        } else if (catchingUp) {
            caughtUp();
        } else if (track.next() != before) {
            told.run();
        }
    }

    private void caughtUp() {
        catchingUp = false;
        told.run();
    }

    private void closeEncoder() {
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
    }
}
