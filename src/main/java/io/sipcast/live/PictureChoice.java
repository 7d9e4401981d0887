package io.sipcast.live;

import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which track a subscriber's pictures come from: the stream's own, or a rendition where those would
 * be no use to it or would break the rules of a broadcast. A rendition that was chosen for the
 * rules' sake stays. Owned by the subscriber's thread.
 */
final class PictureChoice implements AutoCloseable {
    /**
     * A callee that has sent them in time before, whether the subscriber was there or not, is only
     * late: a busy machine, a request that got lost. One late key frame does less harm than another
     * sequence header.
     */
    static final long LATE_KEY_NANOS = 6_000_000_000L;

    private final Track source;
    private final PictureRenditions renditions;
    private final PictureForm form;
    private @Nullable PictureRendition rendition;
    private Format.@Nullable Video first;
    private Format.@Nullable Video seen;
    private long askedAfter = -1;
    private boolean settled;
    private String reason = "";

    PictureChoice(Track source, PictureRenditions renditions, PictureForm form) {
        this.source = source;
        this.renditions = renditions;
        this.form = form;
    }

    /** The track to read now. It costs next to nothing to ask for each picture. */
    Track track() {
        look();
        return rendition == null ? source : rendition.track();
    }

    /** What stands in for that track. */
    @Nullable Filler fillerOr(Filler ofSource) {
        return rendition == null ? ofSource : rendition.filler();
    }

    /** Whether the rendition chosen has yet to give out its first picture. */
    boolean catchingUp() {
        return rendition != null && rendition.catchingUp();
    }

    /** Whether the subscriber can do something with a unit, wherever it is from. */
    boolean takes(MediaUnit unit) {
        return unit.format() instanceof Format.Video format
                && form.takes(format)
                && (!keepsOneSize() || first == null || sameSize(format, first) || isFixed(format));
    }

    private boolean keepsOneSize() {
        return form.oneSize() && form.mode() == PictureForm.Mode.AUTO;
    }

    /** Whether it is as all are that are encoded anew. */
    private boolean isFixed(Format.Video format) {
        return settled && format.width() == form.width() && format.height() == form.height();
    }

    /** Nothing older than the next key frame is of use: it should come soon. */
    void wantKeyFrame() {
        PictureRendition from = rendition;
        if (from != null && from.track().lastKey() != askedAfter) {
            askedAfter = from.track().lastKey();
            from.requestKeyFrame();
        }
    }

    /** Why pictures are encoded anew, as a sentence; empty while they go through. */
    String reason() {
        return reason;
    }

    private void look() {
        if (settled || !(source.keyFormat() instanceof Format.Video now)) {
            return;
        }
        if (first == null) {
            first = now;
        }
        if (!now.equals(seen) || form.mode() == PictureForm.Mode.AUTO) {
            seen = now;
            choose(now, first);
        }
    }

    private void choose(Format.Video now, Format.Video first) {
        switch (form.mode()) {
            case TRANSCODE -> settle(first, "Pictures are encoded anew, as configured.");
            case PASS -> take(now);
            case AUTO -> {
                if (form.oneSize() && !sameSize(now, first)) {
                    settle(
                            first,
                            "The callee changed the size of its pictures, which the target does"
                                    + " not allow.");
                } else if (source.newestDtsNanos() - source.keyFrameDtsNanos() > patienceNanos()) {
                    settle(first, "The callee sends no key frames, however often it is asked.");
                } else {
                    take(now);
                }
            }
        }
    }

    private long patienceNanos() {
        return source.bringsKeysInTime() ? LATE_KEY_NANOS : Track.KEY_IN_TIME_NANOS;
    }

    private void take(Format.Video now) {
        if (form.takes(now)) {
            use(null);
            reason = "";
        } else if (rendition == null) {
            use(form.anySize());
            reason = "The target does not take " + now.codec() + ".";
        }
    }

    private void settle(Format.Video first, String why) {
        settled = true;
        reason = why;
        use(form.oneSize(first));
    }

    private void use(@Nullable H264Spec spec) {
        PictureRendition before = rendition;
        if (before != null && before.spec().equals(spec)) {
            return;
        }
        rendition = spec == null ? null : renditions.retain(spec);
        if (before != null) {
            renditions.release(before);
        }
    }

    private static boolean sameSize(Format.Video one, Format.Video other) {
        return one.width() == other.width() && one.height() == other.height();
    }

    @Override
    public void close() {
        use(null);
        settled = true;
    }
}
