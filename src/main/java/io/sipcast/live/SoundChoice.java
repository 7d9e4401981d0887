package io.sipcast.live;

import io.sipcast.media.Format;
import org.jspecify.annotations.Nullable;

/**
 * Which track the sound of one subscriber comes from: as it came, or a rendition of its samples.
 * What a publisher codes its sound with is known once it has sent some, and he may change that; of
 * a call who takes Opus gets that or AAC for good, by what was agreed on first. Owned by the
 * subscriber's thread.
 */
final class SoundChoice implements AutoCloseable {
    private static final Track NOTHING = new Track();

    /** What is made of the stream's samples, shared by all who want it so. */
    interface Renditions {
        Rendition retain(SoundSpec spec);

        void release(Rendition rendition);

        /** What the samples come from, as far as that is known. */
        CallSound sound();
    }

    private final Publication.Audio published;
    private final Track units;
    private final AacSpec spec;
    private final boolean opus;
    private final Renditions renditions;
    private @Nullable Rendition rendition;
    private Format.@Nullable Audio seen;
    private boolean closed;

    /**
     * A choice for one subscriber.
     *
     * @param units what the publisher added as it is
     */
    SoundChoice(Publication.Audio published, Track units, StreamForm form, Renditions renditions) {
        this.published = published;
        this.units = units;
        this.spec = form.audio();
        this.opus = form.opus() == Opus.EVERYBODY;
        this.renditions = renditions;
        if (published == Publication.Audio.PCM) {
            decide();
        }
    }

    /** The track to read now. It costs next to nothing to ask for each unit. */
    Track now() {
        if (!closed) {
            switch (published) {
                case NONE -> {}
                case PCM -> decide();
                case UNITS -> look();
            }
        }
        if (rendition != null) {
            return rendition.track();
        }
        return published == Publication.Audio.UNITS ? units : NOTHING;
    }

    /** No output has another codec in the middle of a call. */
    private void decide() {
        CallSound sound = opus ? renditions.sound() : CallSound.OTHER;
        if (rendition != null || sound == CallSound.UNKNOWN) {
            return;
        }
        rendition = renditions.retain(sound == CallSound.OPUS ? OpusSpec.PASSED : spec);
    }

    private void look() {
        if (units.keyFormat() instanceof Format.Audio format && !format.equals(seen)) {
            seen = format;
            choose(format);
        }
    }

    private void choose(Format.Audio format) {
        boolean taken =
                switch (format.codec()) {
                    case AAC -> true;
                    case OPUS -> opus;
                };
        if (taken) {
            letGo();
        } else if (rendition == null) {
            rendition = renditions.retain(spec);
        }
    }

    /** Whether the sound of the past is still being made: a subscriber waits for that. */
    boolean catchingUp() {
        return rendition != null && rendition.catchingUp();
    }

    /**
     * How far pictures may have gone on when the first sound comes at the latest: an encoder opens
     * for it, a publisher sends it along with them or has none.
     */
    long firstWithinNanos() {
        if (published == Publication.Audio.NONE) {
            return 0;
        }
        boolean sure = published == Publication.Audio.PCM || rendition != null;
        return sure ? MergeWindow.MOST_NANOS : MergeWindow.LEAST_NANOS;
    }

    /**
     * How far pictures go on before it is without sound that has begun: that of a call is sure to
     * come, as what is lost of it is filled in; but only when it can be no more than late.
     */
    long withinNanos(MergeWindow window) {
        return published == Publication.Audio.PCM ? MergeWindow.MOST_NANOS : window.nanos();
    }

    private void letGo() {
        if (rendition != null) {
            renditions.release(rendition);
            rendition = null;
        }
    }

    @Override
    public void close() {
        closed = true;
        letGo();
    }
}
