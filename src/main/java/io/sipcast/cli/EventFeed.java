package io.sipcast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The live events of a gateway, asked for again whenever they stop, from where they stopped. Runs
 * on a virtual thread of its own; what it learns goes to a consumer that any thread may call.
 */
final class EventFeed implements AutoCloseable {
    /** The gateway pings each 15 s. */
    private static final Duration SILENCE = Duration.ofSeconds(40);

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    private final GatewayClient client;
    private final String callId;
    private final Consumer<Input> inputs;
    private final Thread thread;
    private volatile long heardNanos;
    private volatile @Nullable InputStream open;
    private volatile boolean closed;
    private String lastId = "";
    private Duration retry = RETRY;

    private EventFeed(GatewayClient client, String callId, Consumer<Input> inputs) {
        this.client = client;
        this.callId = callId;
        this.inputs = inputs;
        thread = Thread.ofVirtual().name("events").unstarted(this::run);
    }

    static EventFeed start(GatewayClient client, String callId, Consumer<Input> inputs) {
        var feed = new EventFeed(client, callId, inputs);
        feed.thread.start();
        return feed;
    }

    private void run() {
        try {
            boolean allowed = true;
            while (!closed && allowed) {
                allowed = once();
                Thread.sleep(retry);
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /** Whether it may be tried again. */
    private boolean once() throws InterruptedException {
        try {
            HttpResponse<InputStream> answer = client.events(callId, lastId);
            try (InputStream body = answer.body()) {
                if (answer.statusCode() == 200) {
                    inputs.accept(new Input.Connected());
                    read(body);
                    inputs.accept(new Input.Lost("it has closed the live events"));
                    return true;
                }
                return refused(answer.statusCode(), body);
            }
        } catch (IOException e) {
            inputs.accept(new Input.Lost(GatewayClient.explain(e)));
            return true;
        }
    }

    /** A gateway that is full, or that a proxy does not find, may be there again soon. */
    private boolean refused(int status, InputStream body) throws IOException {
        var reply = new Reply(status, new String(body.readNBytes(4096), UTF_8));
        if (status >= 500 || status == 429) {
            inputs.accept(new Input.Lost("it answered with status " + status));
            return true;
        }
        inputs.accept(new Input.Refused(reply.problem()));
        return false;
    }

    private void read(InputStream body) throws IOException {
        var parser = new EventStreamParser(lastId, event -> inputs.accept(new Input.Event(event)));
        byte[] bytes = new byte[8192];
        heardNanos = System.nanoTime();
        open = body;
        try {
            for (int n = body.read(bytes); n >= 0; n = body.read(bytes)) {
                heardNanos = System.nanoTime();
                parser.feed(bytes, 0, n);
            }
        } finally {
            open = null;
            lastId = parser.lastId();
            retry = parser.retry().orElse(retry);
            retry = retry.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : retry;
        }
    }

    /** Takes a stream for lost that has not even been pinged for too long. */
    void checkSilence(long nowNanos) {
        InputStream stream = open;
        if (stream != null && nowNanos - heardNanos > SILENCE.toNanos()) {
            drop(stream);
        }
    }

    private static void drop(InputStream stream) {
        try {
            stream.close();
        } catch (IOException _) {
            // it was lost anyway
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        InputStream stream = open;
        if (stream != null) {
            drop(stream);
        }
    }
}
