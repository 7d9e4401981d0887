package io.sipcast.web;

import io.sipcast.api.Problem;
import io.sipcast.record.FolderDisk;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * {@code GET /api/v1/recordings/NAME.mp4}: a file that was recorded, whole or a range of it (RFC
 * 9110 §14), also one that is being written: as much of it as there is. Only files of the folder.
 */
final class RecordingFiles implements Handler<RoutingContext> {
    static final String PATH = "/api/v1/recordings/(?<file>[^/]+\\.mp4)";

    private final Optional<FolderDisk> folder;
    private final Access access;
    private final Executor mayWait;

    /**
     * Serves a folder.
     *
     * @param folder empty: there are no files
     */
    RecordingFiles(Optional<FolderDisk> folder, Access access, Executor mayWait) {
        this.folder = folder;
        this.access = access;
        this.mayWait = mayWait;
    }

    private record Found(Path path, long size) {}

    @Override
    public void handle(RoutingContext context) {
        access.checkKey(Caller.of(context.request()));
        String name = context.pathParam("file");
        Context loop = Vertx.currentContext();
        mayWait.execute(() -> {
            Optional<Found> found = find(name);
            loop.runOnContext(_ -> {
                if (found.isEmpty()) {
                    context.fail(new Problem(404, "There is no recording of this name."));
                } else {
                    answer(context, name, found.get());
                }
            });
        });
    }

    private Optional<Found> find(String name) {
        try {
            Optional<Path> path = folder.flatMap(in -> in.find(name));
            return path.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Found(path.get(), Files.size(path.get())));
        } catch (IOException _) {
            return Optional.empty(); // gone in the meantime
        }
    }

    private static void answer(RoutingContext context, String name, Found file) {
        HttpServerResponse response = context.response();
        if (response.closed()) {
            return;
        }
        ByteRange range;
        try {
            range = ByteRange.parse(context.request().getHeader("Range"), file.size());
        } catch (ByteRange.UnsatisfiableException _) {
            context.fail(
                    new Problem(
                            416,
                            "The file has " + file.size() + " bytes.",
                            null,
                            Map.of("Content-Range", "bytes */" + file.size())));
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, "video/mp4")
                .putHeader("Accept-Ranges", "bytes")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(range.length()))
                .putHeader("Content-Disposition", "inline; filename=\"" + name + "\"");
        if (range.partial()) {
            response.setStatusCode(206).putHeader("Content-Range", range.print(file.size()));
        }
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.sendFile(file.path().toString(), range.from(), range.length())
                    .onFailure(_ -> Answers.abort(context.request()));
        }
    }
}
