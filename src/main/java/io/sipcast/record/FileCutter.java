package io.sipcast.record;

import io.sipcast.live.Expected;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.mp4.Mp4Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which units of a stream go into which file. A file has one format of each track, so another one
 * begins another file; so does one that has become too large or too long, at the next key frame.
 * The first units are held back until every track that is expected has come, for 2 s of media at
 * most or as long as pictures may take. Pure; owned by one thread.
 */
final class FileCutter {
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    /** What AAC really has is a few bytes; a publisher may send anything. */
    private static final int LONGEST_CONFIGURATION = 64;

    /**
     * When a file is full.
     *
     * @param bytes what it may have, about: it ends at the next key frame
     * @param nanos how long it may be, likewise
     */
    record Limits(long bytes, long nanos) {}

    /** Where files go. */
    interface Files {
        /**
         * A new one begins with these bytes.
         *
         * @param atMillis when its first unit was on air, since 1970, UTC
         */
        void begin(byte[] header, long atMillis);

        /** More of it: a whole fragment, or the index at the end. */
        void append(byte[] bytes);

        /** It is complete with this change. */
        void end(Mp4Writer.Patch patch);
    }

    private final Limits limits;
    private final Expected expected;
    private final long patienceNanos;
    private final long zeroMillis;
    private final Files files;
    private List<MediaUnit> held = new ArrayList<>();
    private @Nullable Mp4Writer file;
    private Format.@Nullable Video video;
    private Format.@Nullable Audio audio;
    private boolean awaitKey;
    private long pictureNanos = Long.MIN_VALUE / 2;
    private long left;

    /**
     * Of one stream.
     *
     * @param zeroMillis the moment that stream time 0 was, since 1970, UTC
     */
    FileCutter(Limits limits, Expected expected, long zeroMillis, Files files) {
        this.limits = limits;
        this.expected = expected;
        this.zeroMillis = zeroMillis;
        this.patienceNanos = Math.max(PATIENCE_NANOS, expected.picturesWithin().toNanos());
        this.files = files;
    }

    /** Takes the next unit of the stream. */
    void add(MediaUnit unit) {
        if (!fits(unit.format())) {
            left++;
        } else if (file != null) {
            inFile(file, unit);
        } else {
            hold(unit);
        }
    }

    /** The stream is over: the file is completed. */
    void end() {
        if (file == null && !held.isEmpty()) {
            begin();
        }
        endFile();
    }

    /** The file could not be written: it is left as it is, the next one begins at a key frame. */
    void giveUp() {
        file = null;
        held = new ArrayList<>();
    }

    /** Units that went into no file: not decodable there, or of a codec that MP4 does not get. */
    long left() {
        return left;
    }

    private static boolean fits(Format format) {
        return switch (format) {
            case Format.Video video -> video.codec() == Format.VideoCodec.H264;
            case Format.Audio audio ->
                    audio.codec() == Format.AudioCodec.AAC
                            && audio.configuration().size() <= LONGEST_CONFIGURATION;
        };
    }

    private void hold(MediaUnit unit) {
        boolean first = held.isEmpty();
        boolean useless = unit.isVideo() && !unit.key() && held.stream().noneMatch(this::isKey);
        if (useless) {
            left++;
            return;
        }
        learn(unit);
        held.add(unit);
        boolean complete =
                (audio != null || !expected.audio())
                        && (held.stream().anyMatch(this::isKey)
                                || (video == null && !expected.video()));
        long waited = first ? 0 : unit.dtsNanos() - held.getFirst().dtsNanos();
        if (complete || waited >= patienceNanos) {
            begin();
        }
    }

    private boolean isKey(MediaUnit unit) {
        return unit.isVideo() && unit.key();
    }

    private void learn(MediaUnit unit) {
        switch (unit.format()) {
            case Format.Video format -> video = format;
            case Format.Audio format -> audio = format;
        }
    }

    private void begin() {
        List<MediaUnit> waiting = held;
        held = new ArrayList<>();
        open(waiting.getFirst());
        for (MediaUnit unit : waiting) {
            add(unit);
        }
    }

    private Mp4Writer open(MediaUnit first) {
        long atMillis = zeroMillis + first.dtsNanos() / 1_000_000L;
        var opened = new Mp4Writer(video, audio, first.dtsNanos(), atMillis / 1000);
        file = opened;
        awaitKey = true;
        files.begin(opened.header(), atMillis);
        return opened;
    }

    private void inFile(Mp4Writer current, MediaUnit unit) {
        Mp4Writer target = current;
        if (isOther(unit) || (isFull(current, unit) && mayBeginWith(unit))) {
            endFile();
            learn(unit);
            target = open(unit);
        }
        if (unit.isVideo()) {
            if (awaitKey && !unit.key()) {
                left++;
                return;
            }
            awaitKey = false;
            pictureNanos = unit.dtsNanos();
        }
        target.add(unit, files::append);
    }

    private boolean isOther(MediaUnit unit) {
        return !unit.format().equals(unit.isVideo() ? video : audio);
    }

    private boolean isFull(Mp4Writer current, MediaUnit unit) {
        return current.bytes() >= limits.bytes() || current.spanNanos(unit) >= limits.nanos();
    }

    /** Sound begins a file only where no pictures come. */
    private boolean mayBeginWith(MediaUnit unit) {
        return unit.isVideo()
                ? unit.key()
                : video == null || unit.dtsNanos() - pictureNanos >= PATIENCE_NANOS;
    }

    private void endFile() {
        Mp4Writer ended = file;
        if (ended != null) {
            file = null;
            files.end(ended.finish(files::append));
        }
    }
}
