package io.sipcast.media;

import io.sipcast.bytes.Bytes;
import java.util.List;

/**
 * What a payload type of pictures stands for.
 *
 * @param parameterSets NAL units of the sprop parameters; empty when the SDP has none, or the codec
 */
public record VideoPayload(int payloadType, Format.VideoCodec codec, List<Bytes> parameterSets) {
    public VideoPayload {
        parameterSets = List.copyOf(parameterSets);
    }

    public VideoPayload(int payloadType, Format.VideoCodec codec) {
        this(payloadType, codec, List.of());
    }
}
