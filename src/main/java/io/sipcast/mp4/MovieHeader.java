package io.sipcast.mp4;

import io.sipcast.media.Format;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fragmented file begins with: {@code ftyp} and a {@code moov} without samples, ISO/IEC
 * 14496-12 §8.
 *
 * <p>{@code mvex} begins with a {@code free} box of the size of {@code mehd}: the duration is put
 * there once it is known, and a file without a clean end has none.
 */
final class MovieHeader {
    /** Of the movie, which is only for {@code mehd}: samples have their track's. */
    static final int TIMESCALE = 1000;

    private static final int UNITY = 0x0001_0000;
    private static final int FULL_VOLUME = 0x0100;
    private static final int UNDETERMINED = 0x55C4; // "und", five bits a letter
    private static final long SECONDS_1904_TO_1970 = 2_082_844_800L;
    private static final int IN_USE = 0b111; // enabled, in the movie, in the preview
    private static final int DURATION_SIZE = 20;

    private final List<TrackLayout> tracks;
    private final long created;
    private final BoxWriter out = new BoxWriter(1024);
    private int durationAt;

    /**
     * Of these tracks.
     *
     * @param createdSeconds since 1970, UTC
     */
    MovieHeader(List<TrackLayout> tracks, long createdSeconds) {
        this.tracks = tracks;
        this.created = createdSeconds + SECONDS_1904_TO_1970;
    }

    byte[] print() {
        out.begin("ftyp").ascii("iso6").u32(0).ascii("iso6").ascii("iso5").ascii("mp41").end();
        out.begin("moov");
        movie();
        tracks.forEach(this::track);
        extends_();
        out.end();
        return out.take();
    }

    /** Where in the file {@link #duration} belongs. */
    int durationAt() {
        return durationAt;
    }

    /** The {@code mehd} box that replaces the room for it. */
    static byte[] duration(long millis) {
        return new BoxWriter(DURATION_SIZE).begin("mehd", 1, 0).u64(millis).end().take();
    }

    private void movie() {
        out.begin("mvhd", 1, 0).u64(created).u64(created).u32(TIMESCALE).u64(0);
        out.u32(UNITY).u16(FULL_VOLUME).zeros(10);
        matrix();
        out.zeros(24).u32(tracks.size() + 1L).end();
    }

    private void matrix() {
        out.u32(UNITY).zeros(12).u32(UNITY).zeros(12).u32(0x4000_0000);
    }

    private void track(TrackLayout track) {
        Format.@Nullable Video video = track.format() instanceof Format.Video v ? v : null;
        out.begin("trak");
        out.begin("tkhd", 1, IN_USE).u64(created).u64(created).u32(track.id()).u32(0).u64(0);
        out.zeros(8).u16(0).u16(0).u16(video == null ? FULL_VOLUME : 0).u16(0);
        matrix();
        out.u32(video == null ? 0 : (long) video.width() << 16);
        out.u32(video == null ? 0 : (long) video.height() << 16).end();
        media(track, video != null);
        out.end();
    }

    private void media(TrackLayout track, boolean video) {
        out.begin("mdia");
        out.begin("mdhd", 1, 0).u64(created).u64(created).u32(track.timescale()).u64(0);
        out.u16(UNDETERMINED).u16(0).end();
        out.begin("hdlr", 0, 0).u32(0).ascii(video ? "vide" : "soun").zeros(12);
        out.ascii(video ? "pictures" : "sound").u8(0).end();
        out.begin("minf");
        if (video) {
            out.begin("vmhd", 0, 1).zeros(8).end();
        } else {
            out.begin("smhd", 0, 0).zeros(4).end();
        }
        out.begin("dinf").begin("dref", 0, 0).u32(1).begin("url ", 0, 1).end().end().end();
        out.begin("stbl");
        out.begin("stsd", 0, 0).u32(1);
        SampleEntry.write(track.format(), out);
        out.end();
        out.begin("stts", 0, 0).u32(0).end();
        out.begin("stsc", 0, 0).u32(0).end();
        out.begin("stsz", 0, 0).u32(0).u32(0).end();
        out.begin("stco", 0, 0).u32(0).end();
        out.end().end().end();
    }

    private void extends_() {
        out.begin("mvex");
        durationAt = out.position();
        out.begin("free").zeros(DURATION_SIZE - 8).end();
        for (TrackLayout track : tracks) {
            out.begin("trex", 0, 0).u32(track.id()).u32(1).u32(0).u32(0).u32(0).end();
        }
        out.end();
    }
}
