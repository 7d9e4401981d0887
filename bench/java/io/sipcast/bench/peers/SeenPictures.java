package io.sipcast.bench.peers;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.UnitReader;
import io.sipcast.transcode.H264Decoder;
import io.sipcast.transcode.Picture;
import java.util.ArrayList;
import java.util.List;

/** Decodes the pictures of a stream, and looks for their numbers. */
final class SeenPictures {
    private static final double NANOS = 1e9;
    private static final int NONE = -1;

    /** How many numbers there are: after the last one comes the first again. */
    private final int loop;

    private int decoded;
    private int broken;
    private int missing;
    private int last = NONE;
    private int width;
    private int height;
    private long firstNanos;
    private long lastNanos;

    private SeenPictures(int loop) {
        this.loop = loop;
    }

    static Judge.Pictures of(List<FlvTag> tags, int loop) {
        List<MediaUnit> units = read(tags);
        if (units.isEmpty()) {
            return Judge.Pictures.NONE;
        }
        var seen = new SeenPictures(loop);
        seen.decode(units);
        return new Judge.Pictures(
                seen.decoded,
                seen.broken,
                seen.missing,
                seen.width,
                seen.height,
                (seen.lastNanos - seen.firstNanos) / NANOS);
    }

    private static List<MediaUnit> read(List<FlvTag> tags) {
        var reader = new UnitReader(0);
        List<MediaUnit> read = new ArrayList<>();
        for (FlvTag tag : tags) {
            reader.process(
                    tag,
                    unit -> {
                        if (unit.key() || !read.isEmpty()) {
                            read.add(unit);
                        }
                    });
        }
        return read;
    }

    /** With another decoder after each change of the format. */
    private void decode(List<MediaUnit> units) {
        int from = 0;
        for (int to = 1; to <= units.size(); to++) {
            Format format = units.get(from).format();
            if (to == units.size() || !units.get(to).format().equals(format)) {
                decode(format, units.subList(from, to));
                from = to;
            }
        }
    }

    private void decode(Format format, List<MediaUnit> units) {
        int before = decoded + broken;
        boolean slates = last == NONE;
        try (var decoder = new H264Decoder(format.configuration())) {
            for (MediaUnit unit : units) {
                decode(decoder, unit);
            }
            decoder.finish(this::see);
        }
        if (!slates) { // what gave no picture at all
            broken += Math.max(0, units.size() - (decoded + broken - before));
        }
    }

    private void decode(H264Decoder decoder, MediaUnit unit) {
        try {
            decoder.decode(unit.payload(), unit.ptsNanos(), this::see);
        } catch (ProtocolException _) {
            broken++;
        }
    }

    private void see(long ptsNanos, Picture picture, boolean whole) {
        int number = PictureNumber.read(picture);
        if (number < 0 && whole && last == NONE) {
            return; // a slate
        }
        if (number < 0 || !whole) {
            broken++;
            return;
        }
        if (last == NONE) {
            firstNanos = ptsNanos;
        } else {
            missing += Math.floorMod(number - last - 1, loop);
        }
        decoded++;
        last = number;
        lastNanos = ptsNanos;
        width = picture.width();
        height = picture.height();
    }
}
