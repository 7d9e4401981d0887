package io.sipcast.api.wcs;

import io.sipcast.api.Answer;
import io.sipcast.api.Fields;
import io.sipcast.api.Problem;
import io.sipcast.api.Request;
import io.sipcast.api.Route;
import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.Format;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code /stream/*} of the reference: everything live, whoever publishes it. */
public final class StreamApi {
    private static final String PATH = WcsApi.ROOT + "/stream";

    private final Streams streams;

    public StreamApi(Streams streams) {
        this.streams = streams;
    }

    public List<Route> routes() {
        return List.of(
                Route.getOrPost(PATH + "/find_all", _ -> list(_ -> true)),
                Route.post(PATH + "/find", request -> list(filter(request.body()))),
                Route.post(PATH + "/terminate", this::terminate));
    }

    private Answer list(Predicate<LiveStream> wanted) {
        return Answer.json(find(wanted).stream().map(StreamApi::describe).toList());
    }

    private Answer terminate(Request request) {
        Fields body = request.body();
        if (body.text("name") == null && body.text("mediaSessionId") == null) {
            throw Problem.field("name", "or mediaSessionId is missing.");
        }
        find(filter(body)).forEach(LiveStream::terminate);
        return Answer.empty();
    }

    /** Oldest first. */
    private List<LiveStream> find(Predicate<LiveStream> wanted) {
        List<LiveStream> found =
                streams.all().stream()
                        .filter(wanted)
                        .sorted(Comparator.comparingLong(LiveStream::sinceNanos))
                        .toList();
        if (found.isEmpty()) {
            throw new Problem(404, "There is no such stream.");
        }
        return found;
    }

    /** Every field that is given must fit. All our streams are published ones. */
    private static Predicate<LiveStream> filter(Fields body) {
        String name = body.text("name");
        String id = body.text("mediaSessionId");
        Boolean published = body.flag("published");
        return stream ->
                (name == null || isCalled(stream.name(), name))
                        && (id == null || stream.id().equals(id))
                        && (published == null || published);
    }

    /** By {@code app/name}; what calls publish by its name alone, too, as it is shown. */
    private static boolean isCalled(StreamName stream, String name) {
        return stream.toString().equals(name) || shown(stream).equals(name);
    }

    private static String shown(StreamName name) {
        return name.equals(StreamName.ofCall(name.name())) ? name.name() : name.toString();
    }

    /** With the number of subscribers and the app, which the reference does not have. */
    private static Map<String, @Nullable Object> describe(LiveStream stream) {
        Format.Video video = stream.pictureFormat();
        boolean sound = stream.hasSound();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("mediaSessionId", stream.id());
        json.put("name", shown(stream.name()));
        json.put("published", true);
        json.put("hasVideo", video != null);
        json.put("hasAudio", sound);
        json.put("status", sound || video != null ? "PUBLISHING" : "PENDING");
        json.put("width", video == null ? 0 : video.width());
        json.put("height", video == null ? 0 : video.height());
        json.put("videoCodec", video == null ? null : video.codec().name());
        json.put("app", stream.name().app());
        json.put("subscribers", stream.subscribers());
        return json;
    }
}
