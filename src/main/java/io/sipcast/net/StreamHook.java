package io.sipcast.net;

import io.sipcast.config.Config;
import io.sipcast.live.StreamName;
import io.sipcast.net.StreamGuard.Verdict;
import io.sipcast.observe.FaultLog;
import io.sipcast.observe.Mask;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks somebody else by HTTP whether a stream may be published or played, in nginx-rtmp's way: a
 * form is posted, 2xx allows, 3xx allows under the name that Location has, anything else refuses,
 * and so does no answer.
 */
final class StreamHook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamHook.class);

    /** Questions at once; beyond, the answer is no. */
    private static final int MOST = 200;

    private final Config.Rtmp.Hook settings;
    private final Duration timeout;
    private final HttpClient http;
    private final Semaphore places = new Semaphore(MOST);
    private final FaultLog faults = new FaultLog(LOG, "rtmp.hook");

    StreamHook(Config.Rtmp.Hook settings, Executor mayWait) {
        this.settings = settings;
        timeout = settings.timeout();
        http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(timeout)
                        .executor(mayWait)
                        .build();
    }

    /** Empty when nobody is to be asked for this. */
    Optional<CompletableFuture<Verdict>> ask(StreamRequest request) {
        Optional<URI> url =
                switch (request.act()) {
                    case PUBLISH -> settings.publish();
                    case PLAY -> settings.play();
                };
        return url.map(to -> ask(to, request));
    }

    private CompletableFuture<Verdict> ask(URI url, StreamRequest request) {
        return post(url, request.act().text(), request)
                .<Verdict>thenApply(response -> verdict(response, request.name()))
                .exceptionally(trouble -> {
                    fault(url, trouble);
                    return new Verdict.Refused("Nobody can say whether this is allowed.");
                });
    }

    /** Tells that it is over; whatever comes back does not matter. */
    void done(StreamRequest request) {
        settings.done()
                .ifPresent(url -> {
                    var _ =
                            post(url, request.act().text() + "_done", request)
                                    .exceptionally(trouble -> {
                                        fault(url, trouble);
                                        return null;
                                    });
                });
    }

    private CompletableFuture<HttpResponse<Void>> post(
            URI url, String call, StreamRequest request) {
        if (!places.tryAcquire()) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("too many questions at once"));
        }
        HttpRequest post =
                HttpRequest.newBuilder(url)
                        .timeout(timeout)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(HookForm.of(call, request)))
                        .build();
        var answer = http.sendAsync(post, BodyHandlers.discarding());
        return answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> {
                    places.release();
                    answer.cancel(true); // of use only after the timeout
                });
    }

    private static Verdict verdict(HttpResponse<Void> response, StreamName name) {
        return switch (response.statusCode() / 100) {
            case 2 -> new Verdict.Allowed(name);
            case 3 -> renamed(response.headers().firstValue("Location").orElse(""), name);
            default -> new Verdict.Refused("This is not allowed.");
        };
    }

    /** A name in the same app. To send clients to another server is for a proxy to do. */
    private static Verdict renamed(String location, StreamName name) {
        if (location.contains("://")) {
            return new Verdict.Refused(
                    "The stream is at another server, and clients are not sent there.");
        }
        try {
            return new Verdict.Allowed(new StreamName(name.app(), location));
        } catch (IllegalArgumentException e) {
            return new Verdict.Refused("The stream was given no usable name: " + e.getMessage());
        }
    }

    private void fault(URI url, Throwable trouble) {
        Throwable cause = trouble.getCause() == null ? trouble : trouble.getCause();
        faults.count(Mask.text(url + ": " + cause), System.nanoTime());
    }

    /** Questions that are open are not answered any more. */
    @Override
    public void close() {
        http.shutdownNow();
        faults.finish();
    }
}
