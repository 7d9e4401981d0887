package io.sipcast.rtmp.flv;

import io.sipcast.media.Format;
import io.sipcast.rtmp.amf.Amf0Writer;
import io.sipcast.rtmp.amf.AmfValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What onMetaData says of a stream, FLV §E.5. Ingests show it, players size their picture by it;
 * decoding depends on none of it.
 *
 * @param video null for a stream without picture
 * @param audio null for a stream without sound
 * @param framesPerSecond 0 when unknown
 * @param videoBitsPerSecond 0 when unknown
 * @param audioBitsPerSecond 0 when unknown
 */
public record Metadata(
        Format.@Nullable Video video,
        Format.@Nullable Audio audio,
        double framesPerSecond,
        int videoBitsPerSecond,
        int audioBitsPerSecond) {
    private static final String ENCODER = "Sipcast";
    private static final String NAME = "onMetaData";

    public static Metadata of(Format.@Nullable Video video, Format.@Nullable Audio audio) {
        return new Metadata(video, audio, 0, 0, 0);
    }

    /** The array that goes with the name. */
    public AmfValue.EcmaArray print() {
        Map<String, AmfValue> fields = new LinkedHashMap<>();
        fields.put("duration", AmfValue.of(0)); // live
        if (video != null && FlvBody.carries(video)) {
            fields.put("width", AmfValue.of(video.width()));
            fields.put("height", AmfValue.of(video.height()));
            fields.put("videocodecid", AmfValue.of(FlvBody.codecId(video.codec())));
            putIfKnown(fields, "framerate", framesPerSecond);
            putIfKnown(fields, "videodatarate", videoBitsPerSecond / 1000.0);
        }
        if (audio != null) {
            fields.put("audiocodecid", AmfValue.of(FlvBody.codecId(audio.codec())));
            fields.put("audiosamplerate", AmfValue.of(audio.sampleRateHz()));
            fields.put("audiosamplesize", AmfValue.of(16));
            fields.put("audiochannels", AmfValue.of(audio.channels()));
            fields.put("stereo", AmfValue.of(audio.channels() > 1));
            putIfKnown(fields, "audiodatarate", audioBitsPerSecond / 1000.0);
        }
        fields.put("encoder", AmfValue.of(ENCODER));
        return new AmfValue.EcmaArray(fields);
    }

    private static void putIfKnown(Map<String, AmfValue> fields, String name, double value) {
        if (value > 0) {
            fields.put(name, AmfValue.of(value));
        }
    }

    /** The tag that begins an FLV stream. */
    public FlvTag tag() {
        byte[] body = Amf0Writer.write(List.of(AmfValue.of(NAME), print()));
        return new FlvTag(FlvTag.Type.SCRIPT, 0, body);
    }
}
