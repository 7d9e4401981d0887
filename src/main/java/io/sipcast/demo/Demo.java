package io.sipcast.demo;

import io.sipcast.observe.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The whole way shown in one process: an embedded callee with a test card, called through the
 * gateway's REST interface, published over RTMP to its embedded server, played from there and
 * measured.
 *
 * <pre>RestCall -> gateway -> DemoCallee -> RTP -> gateway -> RTMP live/demo -> Probe</pre>
 */
public final class Demo implements AutoCloseable {
    private static final String STREAM = "demo";
    private static final int CALLEE_PORT = 5080;
    private static final Duration RING_TIME = Duration.ofSeconds(1);
    private static final Duration CALL_PATIENCE = Duration.ofSeconds(15);
    private static final Duration HANG_UP_PATIENCE = Duration.ofSeconds(3);
    private static final double FIRST_PICTURE_MILLIS = 1000;

    private final Gateway gateway;
    private final PrintWriter out;
    private final DemoCallee callee;
    private final Probe probe;
    private final RestCall call;

    /**
     * A gateway that runs.
     *
     * @param http where its REST interface and pages are
     * @param key the one that the REST interface wants, if any
     * @param rtmpPort of its embedded server on loopback
     */
    public record Gateway(URI http, Optional<Secret> key, int rtmpPort) {
        String rtmpUrl() {
            return "rtmp://127.0.0.1:" + rtmpPort + "/live";
        }
    }

    private Demo(Gateway gateway, PrintWriter out) throws IOException {
        this.gateway = gateway;
        this.out = out;
        callee = callee(CalleeSettings.DEFAULT.withRingTime(RING_TIME));
        probe = Probe.start(gateway.rtmpUrl() + "/" + STREAM);
        call = new RestCall(gateway.http(), gateway.key(), STREAM);
    }

    /** Where the examples of the interface's description call it, if that port is free. */
    private static DemoCallee callee(CalleeSettings settings) throws IOException {
        try {
            return DemoCallee.start(settings.on(CALLEE_PORT));
        } catch (BindException _) {
            return DemoCallee.start(settings);
        }
    }

    /** Starts the callee and the probe; nothing is called yet. */
    public static Demo start(Gateway gateway, PrintWriter out) throws IOException {
        Demo demo = new Demo(gateway, out);
        demo.introduce();
        return demo;
    }

    private void introduce() {
        out.println("Sipcast demo");
        out.println("  callee   " + callee.uri() + " (embedded: a test card and beeps)");
        out.println("  stream   " + gateway.rtmpUrl() + "/" + STREAM);
        out.println("  console  " + gateway.http().resolve("/"));
        out.println("  player   " + gateway.http().resolve("/player?stream=" + STREAM));
        out.flush();
    }

    /**
     * Places the call and waits for the answer.
     *
     * @throws IOException with a sentence when the call is refused or ends
     */
    public void call() throws IOException, InterruptedException {
        call.start(
                Map.of(
                        "callId",
                        call.callId(),
                        "callee",
                        callee.uri(),
                        "hasAudio",
                        true,
                        "hasVideo",
                        true,
                        "toStream",
                        "demo-call",
                        "rtmpUrl",
                        gateway.rtmpUrl(),
                        "rtmpStream",
                        STREAM));
        String shown = "";
        long deadline = System.nanoTime() + CALL_PATIENCE.toNanos();
        while (!shown.equals("ESTABLISHED")) {
            Optional<String> status = call.status();
            if (status.isEmpty()) {
                throw new IOException(call.reason());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("The call is not answered; it is " + shown + ".");
            }
            if (!status.get().equals(shown)) {
                shown = status.get();
                out.println("  call     " + shown);
                out.flush();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Shows each second what is measured; returns after that time, or when the call has ended. */
    public void watch(Duration time) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (end - System.nanoTime() > 0) {
            TimeUnit.NANOSECONDS.sleep(
                    Math.min(end - System.nanoTime(), Duration.ofSeconds(1).toNanos()));
            out.println("  " + probe.measured());
            out.flush();
            if (call.status().isEmpty()) {
                out.println("The call has ended: " + call.reason());
                return;
            }
        }
    }

    /** Says whether the stream was right, and if not, why. */
    public boolean judge() {
        Measured measured = probe.measured();
        OptionalLong first = firstPictureAfterNanos();
        double firstMillis = first.orElse(Long.MAX_VALUE) / 1e6;
        if (first.isPresent()) {
            out.printf(Locale.ROOT, "First picture %.0f ms after the answer.%n", firstMillis);
        }
        measured.faults().forEach(fault -> out.println("WRONG: " + fault));
        boolean late = first.isPresent() && firstMillis > FIRST_PICTURE_MILLIS;
        if (late) {
            out.println("WRONG: The first picture came late.");
        }
        boolean right = measured.isRight() && !late;
        out.println(right ? "The stream was right." : "The stream was not right.");
        out.flush();
        return right;
    }

    /** From the callee's 200 to the first picture at the probe. */
    private OptionalLong firstPictureAfterNanos() {
        OptionalLong answered = callee.lastAnswerNanos();
        OptionalLong picture = probe.firstPictureNanos();
        return answered.isEmpty() || picture.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(picture.getAsLong() - answered.getAsLong());
    }

    /** Hangs up as a user would, and waits for the BYE to arrive; the gateway is not closed. */
    @Override
    public void close() {
        probe.close();
        try (call;
                callee) {
            call.terminate();
            await(() -> callee.activeCalls() == 0);
        } catch (IOException e) {
            out.println("Hanging up failed: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        long deadline = System.nanoTime() + HANG_UP_PATIENCE.toNanos();
        while (!done.getAsBoolean() && deadline - System.nanoTime() > 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
