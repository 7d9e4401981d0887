package io.sipcast.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.api.Answer;
import io.sipcast.api.Problem;
import io.sipcast.api.v1.ProblemDetails;
import io.sipcast.api.wcs.WcsApi;
import io.sipcast.api.wcs.WcsProblem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers on their way out. On the event loop. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    static void send(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return; // the client did not wait
        }
        response.setStatusCode(answer.status()).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        answer.headers().forEach(response::putHeader);
        if (response.streamId() > 0) {
            response.headers().remove(HttpHeaders.CONNECTION); // RFC 9113 §8.2.2
        }
        if (!answer.body().isEmpty()) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, answer.type());
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            String length = Integer.toString(answer.body().getBytes(UTF_8).length);
            response.putHeader(HttpHeaders.CONTENT_LENGTH, length).end();
        } else {
            response.end(answer.body());
        }
    }

    /** Answers what a handler threw or failed with. */
    static void fail(RoutingContext context) {
        fail(context.request(), problem(context));
    }

    /** The one place where problems become answers: each interface has its form. */
    static void fail(HttpServerRequest request, Problem problem) {
        if (request.response().headWritten()) {
            abort(request);
            return;
        }
        String path = String.valueOf(request.path());
        send(
                request,
                path.startsWith(WcsApi.ROOT + "/")
                        ? WcsProblem.answer(problem, path)
                        : ProblemDetails.answer(problem, path));
    }

    /** Ends an answer of which a part is out; over HTTP/2 the other requests go on. */
    static void abort(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }

    private static Problem problem(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof HttpException malformed) {
            return new Problem(malformed.getStatusCode(), "The request is malformed.");
        }
        if (failure != null) {
            LOG.error(
                    "{} {} failed", context.request().method(), context.request().path(), failure);
            return new Problem(500, "The server failed at this; its log says how.");
        }
        return new Problem(context.statusCode(), "The request is malformed.");
    }
}
