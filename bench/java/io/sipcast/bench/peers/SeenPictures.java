package io.sipcast.bench.peers;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.UnitReader;
import io.sipcast.transcode.H264Decoder;
import io.sipcast.transcode.Picture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes the pictures of a stream, and looks for their numbers. */
final class SeenPictures {
    private static final double NANOS = 1e9;

    /** Numbers that a loop has: all loops last as long, at 25 or 30 pictures a second. */
    private final int loop;

    private int decoded;
    private int broken;
    private int missing;
    private int last = -1;
    private @Nullable Picture size;

    private SeenPictures(int loop) {
        this.loop = loop;
    }

    static Judge.Pictures of(Received.Units units) {
        FlvTag header = units.header();
        List<MediaUnit> read = header == null ? List.of() : read(header, units.pictures());
        if (read.isEmpty()) {
            return Judge.Pictures.NONE;
        }
        double seconds = (read.getLast().ptsNanos() - read.getFirst().ptsNanos()) / NANOS;
        var seen = new SeenPictures(rate(read) * PictureLoop.SECONDS);
        seen.decode(read);
        Picture size = seen.size;
        return new Judge.Pictures(
                seen.decoded,
                seen.broken,
                seen.missing,
                size == null ? 0 : size.width(),
                size == null ? 0 : size.height(),
                seconds);
    }

    /** By the usual time between two, whatever is missing. */
    private static int rate(List<MediaUnit> units) {
        long[] steps = new long[units.size() - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = units.get(i + 1).ptsNanos() - units.get(i).ptsNanos();
        }
        Arrays.sort(steps);
        return steps.length == 0
                ? 1
                : (int) Math.round(NANOS / Math.max(1, steps[steps.length / 2]));
    }

    private static List<MediaUnit> read(FlvTag header, List<FlvTag> pictures) {
        var reader = new UnitReader(0);
        reader.process(header, _ -> {});
        List<MediaUnit> read = new ArrayList<>();
        for (FlvTag tag : pictures) {
            reader.process(tag, unit -> {
                if (unit.key() || !read.isEmpty()) {
                    read.add(unit);
                }
            });
        }
        return read;
    }

    private void decode(List<MediaUnit> units) {
        try (var decoder = new H264Decoder(units.getFirst().format().configuration())) {
            for (MediaUnit unit : units) {
                try {
                    decoder.decode(
                            unit.payload(),
                            unit.ptsNanos(),
                            (_, picture, whole) -> see(picture, whole));
                } catch (ProtocolException _) {
                    broken++;
                }
            }
            decoder.finish((_, picture, whole) -> see(picture, whole));
        }
        broken += Math.max(0, units.size() - decoded - broken);
    }

    private void see(Picture picture, boolean whole) {
        size = picture;
        int number = PictureNumber.read(picture);
        if (!whole || number < 0) {
            broken++;
            return;
        }
        decoded++;
        if (last >= 0) {
            missing += Math.floorMod(number - last - 1, loop);
        }
        last = number;
    }
}
