package io.sipcast.mp4;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One file, from the units of a stream in the order of their decoding times: a header, then a
 * fragment each half second at the latest, or at a key frame if the fragment has lasted half of
 * that. What has been given out is a whole file at any time. Owned by one thread.
 *
 * <p>All units of a track have one format: another one needs another file.
 */
public final class Mp4Writer {
    /** Who is killed loses less than a second, however late the disk is with the last one. */
    private static final long LONGEST_NANOS = 500_000_000L;

    private static final long SHORTEST_NANOS = 250_000_000L;

    /** Bytes that replace others in the file. */
    public record Patch(long at, Bytes bytes) {}

    private final List<TrackSamples> tracks = new ArrayList<>();
    private final @Nullable TrackSamples video;
    private final @Nullable TrackSamples audio;
    private final FragmentIndex index;
    private final MovieHeader header;
    private final long startNanos;
    private long fragmentNanos;
    private int fragments;
    private long bytes;

    /**
     * A file of these tracks, at least one.
     *
     * @param startNanos the stream time that is 0 in the file: that of the first unit
     * @param createdSeconds since 1970, UTC
     * @throws IllegalArgumentException when there is no track, or of another codec than H.264, AAC
     */
    public Mp4Writer(
            Format.@Nullable Video video,
            Format.@Nullable Audio audio,
            long startNanos,
            long createdSeconds) {
        if ((video == null && audio == null)
                || (video != null && video.codec() != Format.VideoCodec.H264)
                || (audio != null && audio.codec() != Format.AudioCodec.AAC)) {
            throw new IllegalArgumentException("no file of " + video + " and " + audio);
        }
        this.startNanos = startNanos;
        this.fragmentNanos = startNanos;
        this.video = video == null ? null : track(video);
        this.audio = audio == null ? null : track(audio);
        this.index = new FragmentIndex(tracks.getFirst().layout().id());
        this.header =
                new MovieHeader(tracks.stream().map(TrackSamples::layout).toList(), createdSeconds);
    }

    private TrackSamples track(Format format) {
        var track = new TrackSamples(TrackLayout.of(tracks.size() + 1, format), startNanos);
        tracks.add(track);
        return track;
    }

    /** What the file begins with; to be asked for once, first. */
    public byte[] header() {
        byte[] head = header.print();
        bytes += head.length;
        return head;
    }

    /**
     * Takes the next unit, of a track that the file has; pictures from a key frame on.
     *
     * @param out given a fragment, whenever one is complete
     */
    public void add(MediaUnit unit, Consumer<byte[]> out) {
        TrackSamples track = unit.isVideo() ? video : audio;
        if (track == null) {
            throw new IllegalArgumentException("a file without such a track got " + unit);
        }
        long span = unit.dtsNanos() - fragmentNanos;
        boolean atKey = unit.isVideo() && unit.key() && span >= SHORTEST_NANOS;
        boolean gap = track.complete(unit);
        if (gap || atKey || span >= LONGEST_NANOS) {
            flush(out);
            fragmentNanos = unit.dtsNanos();
        }
        track.add(unit);
    }

    /**
     * Ends the file: the last fragment, and an index of them.
     *
     * @return the duration, to be put into the header
     */
    public Patch finish(Consumer<byte[]> out) {
        tracks.forEach(TrackSamples::end);
        flush(out);
        byte[] end = index.print(1);
        bytes += end.length;
        out.accept(end);
        long millis =
                tracks.stream()
                        .mapToLong(track -> track.layout().millis(track.endTicks()))
                        .max()
                        .orElse(0);
        return new Patch(header.durationAt(), Bytes.copyOf(MovieHeader.duration(millis)));
    }

    /** How many were given out. */
    public long bytes() {
        return bytes;
    }

    /** How many were given out. */
    public int fragments() {
        return fragments;
    }

    /** Stream time since the first unit. */
    public long spanNanos(MediaUnit unit) {
        return unit.dtsNanos() - startNanos;
    }

    private void flush(Consumer<byte[]> out) {
        var fragment = new Fragment(fragments + 1);
        boolean indexed = tracks.getFirst().startsWithKey();
        long from = bytes;
        for (TrackSamples track : tracks) {
            List<TrackSamples.Sample> samples = track.take();
            if (indexed && track == tracks.getFirst()) {
                index.add(samples.getFirst().ticks() + samples.getFirst().offset(), from);
            }
            fragment.add(track.layout(), samples);
        }
        if (!fragment.isEmpty()) {
            fragments++;
            byte[] whole = fragment.print();
            bytes += whole.length;
            out.accept(whole);
        }
    }
}
