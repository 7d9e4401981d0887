package io.sipcast.live;

import io.sipcast.media.MediaUnit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What fills in for the pictures of one stream, and which subscriber takes what of it. Only calls
 * have it: who publishes encoded sound is the master of his own pictures.
 *
 * <p>What adds and forgets runs on the stream's loop, the rest on any thread.
 */
final class Fillers {
    private final Track real;
    private final StreamName name;
    private final Publication publication;
    private final @Nullable Slates slates;
    private final @Nullable Filler gaps;
    private final List<Filler> all = new CopyOnWriteArrayList<>();
    private @Nullable Filler always; // guarded by this

    /**
     * Those of one stream.
     *
     * @param real the pictures as they come
     * @param slates null: nothing is ever filled in
     */
    Fillers(Track real, StreamName name, Publication publication, @Nullable Slates slates) {
        this.real = real;
        this.name = name;
        this.publication = publication;
        this.slates = publication.audio() == Publication.Audio.PCM ? slates : null;
        this.gaps = this.slates == null ? null : filler(real, this.slates);
    }

    private Filler filler(@Nullable Track base, Slates from) {
        boolean expected = base != null && publication.video();
        return filler(base, expected, 0, from, publication.keyFrame());
    }

    private Filler filler(
            @Nullable Track base,
            boolean expected,
            long sinceNanos,
            Slates from,
            Runnable askForKey) {
        var filler =
                new Filler(
                        base,
                        expected,
                        sinceNanos,
                        from.settings(),
                        () -> from.of(name),
                        askForKey);
        all.add(filler);
        return filler;
    }

    /**
     * Fills in for a rendition; {@link #close} it with that.
     *
     * @return null where nothing is ever filled in
     */
    @Nullable Filler open(Track rendition, Runnable askForKey) {
        return slates == null ? null : filler(rendition, true, Filler.FROM_NOW, slates, askForKey);
    }

    void close(Filler filler) {
        all.remove(filler);
    }

    /** The pictures of a subscriber who wants the slate so. */
    VideoChoice choice(Slate.Mode mode, PictureChoice base) {
        return switch (mode) {
            case AUTO -> new VideoChoice(base, gaps, false);
            case ALWAYS ->
                    slates == null
                            ? new VideoChoice(base, null, false)
                            : new VideoChoice(base, onlyTheSlate(slates), true);
            case NEVER -> new VideoChoice(base, null, false);
        };
    }

    private synchronized Filler onlyTheSlate(Slates from) {
        Filler only = always;
        if (only == null) {
            only = filler(null, from);
            always = only;
        }
        return only;
    }

    Expected expected(Slate.Mode mode) {
        Expected own = Expected.of(publication);
        if (slates == null || mode == Slate.Mode.NEVER) {
            return own;
        }
        boolean awaited = mode == Slate.Mode.AUTO && own.video();
        Duration within = awaited ? slates.settings().after() : Duration.ZERO;
        return new Expected(own.audio(), true, within.plusSeconds(1));
    }

    /** Where the pictures are that somebody who comes now begins with. */
    Track current() {
        return gaps != null && gaps.covers() ? gaps.track() : real;
    }

    /** Sound was given out up to this stream time. Whether there are new pictures. */
    boolean sound(long soundNanos) {
        boolean grown = false;
        for (Filler filler : all) {
            grown |= filler.advance(soundNanos);
        }
        return grown;
    }

    /** The stream has got a picture. */
    void picture(MediaUnit unit) {
        if (gaps != null) {
            gaps.picture(unit);
        }
    }

    void forgetBefore(long dtsNanos) {
        for (Filler filler : all) {
            filler.track().forgetBefore(dtsNanos);
        }
    }

    /** The stream is no more. */
    void end() {
        if (slates != null) {
            slates.forget(name);
        }
    }
}
