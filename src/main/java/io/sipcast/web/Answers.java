package io.sipcast.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.api.Answer;
import io.sipcast.api.Problem;
import io.sipcast.api.v1.ProblemDetails;
import io.sipcast.api.wcs.WcsApi;
import io.sipcast.api.wcs.WcsProblem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
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
        if (!answer.body().isEmpty()) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, answer.type());
        }
        if (answer.content().size() > 0) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, answer.type());
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            int length = answer.body().getBytes(UTF_8).length + answer.content().size();
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(length)).end();
        } else if (answer.content().size() > 0) {
            response.end(Buffer.buffer(answer.content().toArray()));
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
            request.connection().close();
            return;
        }
        String path = String.valueOf(request.path());
        send(
                request,
                path.startsWith(WcsApi.ROOT + "/")
                        ? WcsProblem.answer(problem, path)
                        : ProblemDetails.answer(problem, path));
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
