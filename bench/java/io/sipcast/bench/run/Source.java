package io.sipcast.bench.run;

import io.sipcast.bench.peers.LoadCallee;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls through a gateway that is not measured, whose streams are published to a server that is.
 */
final class Source implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHOWN = Duration.ofSeconds(5);
    private static final Form FORM = Form.H264_360;

    private final Rig rig;
    private final GatewayChild gateway;
    private final LoadCallee callee;

    Source(Rig rig, GatewayChild gateway) {
        this.rig = rig;
        this.gateway = gateway;
        this.callee = rig.callee(FORM);
    }

    /** So many streams. */
    Published publish(String url, int count) throws InterruptedException {
        String prefix = "s" + COUNT.incrementAndGet();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(prefix + "-" + i);
        }
        var published = new Published(names);
        try {
            for (String name : names) {
                gateway.rest().post("/rest-api/call/startup", call(name, url));
            }
            published.await();
            return published;
        } catch (BenchException e) {
            published.close();
            throw e;
        }
    }

    private Map<String, Object> call(String name, String url) {
        return Map.of(
                "callId", name,
                "callee", "sip:%s@127.0.0.1:%d".formatted(name, callee.sip().getPort()),
                "hasVideo", true,
                "rtmpUrl", url,
                "rtmpStream", name);
    }

    /** Streams that are on the server until this is closed. */
    final class Published implements AutoCloseable {
        private final List<String> names;

        private Published(List<String> names) {
            this.names = names;
        }

        String first() {
            return names.getFirst();
        }

        private void await() throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (onAir() < names.size()) {
                if (System.nanoTime() - end > 0) {
                    throw new BenchException(
                            "%d streams of %d are on air".formatted(onAir(), names.size()));
                }
                Thread.sleep(100);
            }
        }

        private int onAir() throws InterruptedException {
            String calls = gateway.rest().get("/rest-api/call/find_all");
            return calls.split("\"rtmpStreamStatus\":\"PUBLISHING\"", -1).length - 1;
        }

        /** What is wrong with the first of them as a viewer gets it: an ffmpeg hands it on. */
        List<String> judge(RtmpServer server) throws InterruptedException {
            String shown = first() + "-shown";
            rig.sink().keep(shown);
            List<String> command = new ArrayList<>(List.of(Programs.ffmpeg()));
            command.addAll(List.of("-hide_banner -nostdin -loglevel warning".split(" ")));
            command.addAll(List.of("-t", "60", "-i", server.playUrl(first()), "-c", "copy"));
            command.addAll(List.of("-f", "flv", rig.sink().url() + "/" + shown));
            try (Child viewer = rig.children().start("viewer", command)) {
                try {
                    Streams.awaitPublished(rig.sink(), List.of(shown));
                } catch (BenchException e) {
                    throw viewer.failed("handed nothing on; " + e.getMessage());
                }
                Thread.sleep(SHOWN);
                return rig.inspector().content(FORM, new Flow(first(), shown), callee);
            }
        }

        @Override
        public void close() {
            names.forEach(gateway.rest()::hangUp);
            Streams.awaitEnd(callee, names);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
