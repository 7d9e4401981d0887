package io.sipcast.bench.run;

import io.sipcast.bench.run.report.Figure;
import io.sipcast.bench.run.report.Medians;
import io.sipcast.bench.run.report.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From the start of the command to 200 of {@code /health}, of some fresh starts, one after the
 * other. The first one does not count: it reads everything from the disk.
 */
final class StartTime implements Scenario {
    private static final String NAME = "start";
    private static final int STARTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final byte[] REQUEST =
            "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] READY = "HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII);
    private static final double NANOS = 1e9;

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public String title() {
        return "From the start of the command to 200 of /health, median of " + STARTS;
    }

    @Override
    public List<Outcome> run(Rig rig) throws InterruptedException, IOException {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i <= STARTS; i++) {
            double took = start(rig);
            if (i > 0) {
                seconds.add(took);
            }
        }
        rig.say("ready after " + seconds + " s");
        Figure ready = Figure.of("start.ready", "start to ready", "s", Medians.of(seconds));
        return List.of(Outcome.measured(NAME, title(), List.of(ready), List.of()));
    }

    private static double start(Rig rig) throws InterruptedException, IOException {
        int port = freePort();
        Settings settings = rig.settings();
        long begun = System.nanoTime();
        try (Child child =
                GatewayChild.launch(
                        rig.children(),
                        settings.folder().resolve("safepoints-start.log"),
                        settings.gateway(),
                        "http.port=" + port)) {
            while (!healthy(port)) {
                if (!child.alive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw child.failed("did not become ready");
                }
                Thread.sleep(POLL);
            }
            return Math.round((System.nanoTime() - begun) / NANOS * 1000) / 1000.0;
        }
    }

    /** By hand: an HTTP client, cold as it is, would take what the start needs of the cores. */
    private static boolean healthy(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(REQUEST);
            byte[] status = socket.getInputStream().readNBytes(READY.length);
            return Arrays.equals(status, READY);
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
