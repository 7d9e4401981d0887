package io.sipcast.api.v1;

import io.sipcast.api.Answer;
import io.sipcast.api.Problem;
import io.sipcast.api.Query;
import io.sipcast.api.Refusals;
import io.sipcast.api.Request;
import io.sipcast.api.Route;
import io.sipcast.live.StreamName;
import io.sipcast.record.FolderDisk;
import io.sipcast.record.RecordingInfo;
import io.sipcast.record.RecordingRefused;
import io.sipcast.record.Recordings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Live streams in files: begun and stopped by the stream's name, {@code app/name} or that of a call
 * alone. The files themselves are served beside these methods, under the same path.
 */
public final class RecordingsApi {
    public static final String PATH = V1Api.ROOT + "/recordings";

    private final Recordings recordings;

    public RecordingsApi(Recordings recordings) {
        this.recordings = recordings;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(PATH, this::start),
                Route.get(PATH, this::list).taking(Query.LIMIT, Query.BEFORE),
                Route.get(PATH + "/:id", this::one),
                Route.delete(PATH + "/:id", this::stop));
    }

    private Answer start(Request request) {
        StreamName name = name(request.body().requiredText("stream"));
        try {
            return Answer.json(201, describe(recordings.start(name)));
        } catch (RecordingRefused e) {
            throw Refusals.problem(e);
        }
    }

    private Answer stop(Request request) {
        if (!recordings.stop(name(request.id()))) {
            throw new Problem(404, "No stream of this name is being recorded.");
        }
        return Answer.empty();
    }

    private Answer one(Request request) {
        return recordings
                .find(name(request.id()))
                .map(one -> Answer.json(describe(one)))
                .orElseThrow(() -> new Problem(404, "No stream of this name was recorded."));
    }

    /** All recordings that are known; of the files the part that is asked for. */
    private Answer list(Request request) {
        try {
            Listing<FolderDisk.Entry> files =
                    Listing.of(request, recordings.files(), FolderDisk.Entry::modified);
            return files.linked(
                    Answer.json(
                            Map.of(
                                    "live",
                                    recordings.live().stream()
                                            .map(RecordingsApi::describe)
                                            .toList(),
                                    "ended",
                                    recordings.ended().stream()
                                            .map(RecordingsApi::describe)
                                            .toList(),
                                    "files",
                                    files.entries().stream().map(RecordingsApi::file).toList())));
        } catch (IOException e) {
            throw new Problem(
                    500, "The folder of the recordings cannot be read: " + e.getMessage());
        }
    }

    private static StreamName name(String text) {
        try {
            return StreamName.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.field("stream", "is no name of a stream: " + e.getMessage() + ".");
        }
    }

    private static Map<String, Object> file(FolderDisk.Entry file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", file.name());
        json.put("bytes", file.bytes());
        json.put("modified", file.modified().toString());
        return json;
    }

    static Map<String, @Nullable Object> describe(RecordingInfo one) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("stream", one.stream().toString());
        json.put("status", one.status().name());
        json.put("started", one.started().toString());
        json.put("since", one.since().toString());
        json.put("reason", one.reason());
        json.put("files", one.files());
        json.put("open", one.open());
        json.put("bytes", one.bytes());
        json.put("skipped", one.skipped());
        json.put("pauses", one.pauses());
        return json;
    }
}
