package io.sipcast.live;

import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.codec.aac.AudioSpecificConfig;
import io.sipcast.rtmp.codec.aac.SilentFrame;
import io.sipcast.rtp.payload.SilentOpus;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What one subscriber hears: the stream's own sound, silence, or another sound. Frame takes the
 * place of frame, in the track's own format and at its own time, so that neither a sequence header
 * nor a step in time tells of it, whoever encoded the track. All other subscribers hear on.
 *
 * <p>Any thread switches; the subscriber's thread passes its units through. It outlives a
 * subscription: the next one goes on with it.
 */
public final class SoundSwitch implements AutoCloseable {
    private final AtomicReference<@Nullable SoundFrames> sound = new AtomicReference<>();
    private final Runnable ended;
    private volatile boolean muted;
    private volatile boolean closed;

    private Format.@Nullable Audio format; // the subscriber's, as the next one
    private byte[] silence = {};

    public SoundSwitch() {
        this(() -> {});
    }

    /**
     * The stream's own sound at first.
     *
     * @param ended told on the subscriber's thread when another sound has ended by itself
     */
    public SoundSwitch(Runnable ended) {
        this.ended = ended;
    }

    /** Silence, even where another sound is on: that one goes on unheard. */
    public void mute(boolean on) {
        muted = on;
    }

    public boolean muted() {
        return muted;
    }

    /** Plays this from now on, until it ends; it is closed then. */
    public void play(SoundFrames frames) {
        use(frames);
    }

    /** The stream's own sound again. */
    public void stop() {
        use(null);
    }

    /** Whether another sound is on. */
    public boolean playing() {
        return sound.get() != null;
    }

    private void use(@Nullable SoundFrames next) {
        SoundFrames before = sound.getAndSet(next);
        if (before != null) {
            before.close();
        }
        if (closed && next != null) {
            stop();
        }
    }

    /** The stream's own sound, for good: what is played from now on is closed at once. */
    @Override
    public void close() {
        closed = true;
        stop();
    }

    /** What is heard in the place of a frame of the stream. On the subscriber's thread. */
    MediaUnit through(MediaUnit own) {
        if (!(own.format() instanceof Format.Audio track)) {
            return own;
        }
        SoundFrames playing = sound.get();
        byte[] frame = playing == null ? null : playing.next(track);
        while (playing != null && frame == null && playing.ended()) {
            if (sound.compareAndSet(playing, null)) {
                playing.close();
                ended.run();
            }
            playing = sound.get(); // another one may have taken its place in this moment
            frame = playing == null ? null : playing.next(track);
        }
        if (muted) {
            return own.with(silence(own, track));
        }
        if (playing == null) {
            return own;
        }
        return own.with(frame == null ? silence(own, track) : frame);
    }

    private byte[] silence(MediaUnit own, Format.Audio track) {
        return switch (track.codec()) {
            case AAC -> silence(track);
            case OPUS -> SilentOpus.inPlaceOf(own.payload()); // packets may be of any length
        };
    }

    private byte[] silence(Format.Audio aac) {
        if (!aac.equals(format)) {
            silence = SilentFrame.of(AudioSpecificConfig.parse(aac.configuration()));
            format = aac;
        }
        return silence;
    }
}
