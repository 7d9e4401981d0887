package io.sipcast.live;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.codec.h264.IdrPicture;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pictures for a track that has none now: the slate where none ever came, else the last key frame
 * again and again (two of them by turns that differ in their {@code idr_pic_id}), which needs no
 * other sequence header. They go by the sound, whose timeline has no hole: no timer, and what is
 * added is an object that points at shared bytes.
 *
 * <p>It begins when pictures are missed and ends at a key frame that comes after what it has given;
 * for one that comes too early, another one is asked for.
 *
 * <p>All of it runs on the stream's loop, but for {@link #covers} and the reading of the track.
 */
final class Filler {
    /** So long after the last picture it is missed: no rate of pictures is that low. */
    static final long PAUSE_NANOS = 1_500_000_000L;

    /** Real pictures come a little after the sound of their time; room is left for them. */
    static final long ROOM_NANOS = 100_000_000L;

    /** A still picture is repeated this often, if key frames are not wanted oftener. */
    private static final long STILL_NANOS = 1_000_000_000L;

    private static final long NEVER = Long.MIN_VALUE;

    /** Pictures are waited for from the first sound on that it is told of. */
    static final long FROM_NOW = NEVER;

    private final Track track = new Track();
    private final @Nullable Track base;
    private final long afterNanos;
    private final long stillNanos;
    private final Supplier<@Nullable Slate> slate;
    private final Runnable askForKey;

    private volatile boolean covers;
    private List<byte[]> loop = List.of();
    private Format.@Nullable Video format;
    private long stepNanos;
    private long nextNanos = NEVER;

    /** From when on pictures are waited for. */
    private long sinceNanos;

    private int position;

    /** Pictures from one key frame of the loop to the next. */
    private int keyInterval = 1;

    /**
     * Has nothing yet.
     *
     * @param base what is filled in for; null: nothing, the slate is always shown
     * @param expected whether pictures are to come
     * @param sinceNanos from when on they are waited for, in stream time, or {@link #FROM_NOW}
     * @param askForKey the base is to have a key frame
     */
    Filler(
            @Nullable Track base,
            boolean expected,
            long sinceNanos,
            Slates.Settings settings,
            Supplier<@Nullable Slate> slate,
            Runnable askForKey) {
        this.base = base;
        this.sinceNanos = sinceNanos;
        this.afterNanos = expected ? settings.after().toNanos() : 0;
        this.stillNanos = Math.min(STILL_NANOS, settings.keyFrameInterval().toNanos());
        this.slate = slate;
        this.askForKey = askForKey;
    }

    Track track() {
        return track;
    }

    /** Whether pictures are to be taken from here now. Any thread. */
    boolean covers() {
        return covers;
    }

    /** Sound was given out up to this stream time. Whether there are new pictures. */
    boolean advance(long soundNanos) {
        sinceNanos = sinceNanos == FROM_NOW ? soundNanos : sinceNanos;
        long before = track.next();
        if (!covers && missed(soundNanos) && begin(soundNanos)) {
            addNext();
        }
        if (covers) {
            long until = soundNanos - room();
            while (nextNanos <= until) {
                addNext();
            }
        }
        return track.next() != before;
    }

    private void addNext() {
        Format.Video shown = Objects.requireNonNull(format, "nothing is shown");
        byte[] picture = loop.get(position);
        track.add(new MediaUnit(shown, position % keyInterval == 0, nextNanos, nextNanos, picture));
        position = (position + 1) % loop.size();
        nextNanos += stepNanos;
    }

    /** The base has got a picture. */
    void picture(MediaUnit unit) {
        if (!covers) {
            return;
        }
        if (unit.key() && unit.dtsNanos() > track.newestDtsNanos()) {
            covers = false;
        } else {
            askForKey.run();
        }
    }

    private long room() {
        return base == null || (afterNanos == 0 && base.next() == 0) ? 0 : ROOM_NANOS;
    }

    private boolean missed(long soundNanos) {
        if (base == null) {
            return true;
        }
        return base.next() == 0
                ? soundNanos - sinceNanos >= afterNanos
                : soundNanos - base.newestDtsNanos() >= PAUSE_NANOS;
    }

    private boolean begin(long fromNanos) {
        MediaUnit last = base == null ? null : base.keyFrame();
        if (last != null && last.format() instanceof Format.Video known) {
            show(known, stills(known, last.payload()), 1, stillNanos);
        } else {
            Slate shown = slate.get();
            if (shown == null) {
                return false;
            }
            show(shown.format(), shown.pictures(), shown.pictures().size(), shown.pictureNanos());
        }
        nextNanos = Math.max(fromNanos, nextNanos);
        covers = true;
        return true;
    }

    /** Key frames that may follow one another; the one that there is, where it can't be read. */
    private static List<byte[]> stills(Format.Video format, byte[] picture) {
        if (format.codec() != Format.VideoCodec.H264) {
            return List.of(picture);
        }
        try {
            return IdrPicture.twice(format.configuration(), picture);
        } catch (ProtocolException _) {
            return List.of(picture);
        }
    }

    private void show(
            Format.Video shown, List<byte[]> pictures, int picturesAKey, long lastingNanos) {
        keyInterval = picturesAKey;
        format = shown;
        loop = pictures;
        stepNanos = lastingNanos;
        position = 0;
    }
}
