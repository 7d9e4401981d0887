package io.sipcast.api.v1;

import io.sipcast.api.Answer;
import io.sipcast.api.Problem;
import io.sipcast.api.Request;
import io.sipcast.api.Route;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.call.CallMeasures;
import io.sipcast.call.Calls;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a call shows, as a small picture of its last key frame or of what stands in for it. */
public final class PictureApi {
    private static final Logger LOG = LoggerFactory.getLogger(PictureApi.class);
    private static final String JPEG = "image/jpeg";

    private final Calls calls;
    private final Streams streams;
    private final SmallPictures pictures;

    /**
     * Joins the parts.
     *
     * @param workers run what takes a processor for milliseconds
     */
    public PictureApi(Calls calls, Streams streams, Executor workers, SmallPictures.Maker maker) {
        this.calls = calls;
        this.streams = streams;
        this.pictures = new SmallPictures(streams, workers, maker);
    }

    public List<Route> routes() {
        return List.of(Route.get(V1Api.ROOT + "/calls/:id/picture", this::picture));
    }

    /** With an entity tag for each key frame; a client keeps it and asks whether it is the last. */
    private Answer picture(Request request) {
        CallMeasures call = calls.measures(request.id()).orElseThrow(V1Api::noSuchCall);
        if (call.status().ended()) {
            throw new Problem(404, "The call has ended: it shows nothing any more.");
        }
        return jpeg(call)
                .map(jpeg ->
                        Answer.bytes(JPEG, jpeg.bytes())
                                .with("ETag", jpeg.tag())
                                .with("Cache-Control", "private, no-cache"))
                .orElseThrow(() ->
                        new Problem(404, "The call has shown no picture yet: try again later."));
    }

    private Optional<SmallPictures.Jpeg> jpeg(CallMeasures call) {
        try {
            return streams.find(StreamName.ofCall(call.streamName())).flatMap(pictures::of);
        } catch (ProtocolException e) {
            LOG.debug(
                    "call {} has a key frame without a picture: {}", call.callId(), e.getMessage());
            throw new Problem(404, "The call's last key frame cannot be decoded: try again later.");
        }
    }
}
