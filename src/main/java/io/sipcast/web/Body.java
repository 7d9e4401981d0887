package io.sipcast.web;

import io.sipcast.api.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/** Reads the body of a request, bounded. Vert.x Web's own reader would take a form apart. */
final class Body {
    static final int LONGEST = 64 * 1024;

    private Body() {}

    /** Call it in the turn of the event loop in which the request came. Fails with a 413. */
    static Future<Buffer> read(HttpServerRequest request) {
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() <= LONGEST) {
                body.appendBuffer(part);
            } else {
                promise.tryFail(tooLarge());
            }
        });
        request.exceptionHandler(promise::tryFail);
        request.endHandler(_ -> promise.tryComplete(body));
        return promise.future();
    }

    private static Problem tooLarge() {
        return new Problem(
                413,
                "The body is larger than " + LONGEST + " bytes.",
                null,
                Map.of("Connection", "close"));
    }
}
