package io.sipcast.api.v1;

import io.sipcast.media.Format;
import io.sipcast.media.MediaStats;
import io.sipcast.media.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tracks of a call as its statistics show them. What is unknown is null. */
final class TrackDetails {
    private TrackDetails() {}

    static @Nullable Map<String, @Nullable Object> of(MediaStats.@Nullable Audio sound) {
        if (sound == null) {
            return null;
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("codec", sound.codec());
        putPackets(json, sound.packets());
        json.put("levelDbfs", roundedIfAny(sound.levelDbfs()));
        json.put("peakDbfs", roundedIfAny(sound.peakDbfs()));
        json.put("filledMs", sound.filledMillis());
        json.put("concealedMs", sound.concealedMillis());
        json.put("driftPpm", rounded(sound.driftPpm()));
        return json;
    }

    static @Nullable Map<String, @Nullable Object> of(MediaStats.@Nullable Video pictures) {
        if (pictures == null) {
            return null;
        }
        Format.Video format = pictures.format();
        long age = pictures.keyFrameAgeMillis();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("codec", pictures.codec() == null ? null : pictures.codec().name());
        json.put("width", format == null ? null : format.width());
        json.put("height", format == null ? null : format.height());
        json.put("frameRate", rounded(pictures.frameRate()));
        putPackets(json, pictures.packets());
        json.put("pictures", pictures.pictures());
        json.put("keyFrames", pictures.keyFrames());
        json.put("losses", pictures.losses());
        json.put("keyFrameRequests", pictures.keyFrameRequests());
        json.put("lastKeyFrameMs", age < 0 ? null : age);
        return json;
    }

    private static void putPackets(Map<String, @Nullable Object> json, MediaStats.Packets packets) {
        json.put("bitRate", packets.bitRate());
        json.put("packets", packets.packets());
        json.put("lost", packets.lost());
        json.put("late", packets.late());
        json.put("jitterMs", rounded(packets.jitterMillis()));
        json.put("waitMs", packets.waitMillis());
        long roundTrip = packets.roundTripMillis();
        json.put("roundTripMs", roundTrip < 0 ? null : roundTrip);
    }

    private static Map<String, Object> path(String track, Path.Snapshot path) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("track", track);
        json.put("source", path.source());
        json.put("stages", path.stages().stream().map(TrackDetails::stage).toList());
        return json;
    }

    private static Map<String, Object> stage(Path.Counters counters) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("stage", counters.stage());
        json.put("in", counters.in());
        json.put("out", counters.out());
        json.put("dropped", counters.dropped());
        return json;
    }

    /** Those of both tracks, as far as there are any. */
    static List<Map<String, Object>> paths(@Nullable MediaStats stats) {
        MediaStats.Audio sound = stats == null ? null : stats.audio();
        MediaStats.Video pictures = stats == null ? null : stats.video();
        List<Map<String, Object>> paths = new ArrayList<>();
        if (sound != null) {
            paths.add(path("audio", sound.packets().path()));
        }
        if (pictures != null) {
            paths.add(path("video", pictures.packets().path()));
        }
        return paths;
    }

    private static @Nullable Double roundedIfAny(@Nullable Double value) {
        return value == null ? null : rounded(value);
    }

    /** To a tenth: more is noise. */
    static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
