package io.sipcast.bench.run;

import io.sipcast.bench.peers.LoadCallee;
import io.sipcast.bench.peers.RtmpSink;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls through one gateway, which goes on between them. */
final class GatewayPipe implements Pipe {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final long PAUSE_MILLIS = 15; // between two calls that are begun

    private static final Duration SHOWN = Duration.ofSeconds(4); // long enough to be recognized

    /** Where the streams of the calls go. */
    enum Outlet {
        /** To one target each. */
        PUBLISHED(1),
        /** To ten targets each. */
        TEN_TARGETS(10),
        /** Nowhere: they could be played, and nobody does. */
        UNWATCHED(0);

        private final int targets;

        Outlet(int targets) {
            this.targets = targets;
        }

        int targets() {
            return targets;
        }
    }

    private final String name;
    private final Form form;
    private final Outlet outlet;
    private final boolean slate;
    private final GatewayChild gateway;
    private final LoadCallee callee;
    private final RtmpSink sink;

    /**
     * Made of these.
     *
     * @param slate whether calls without pictures show one
     */
    GatewayPipe(
            String name,
            Form form,
            Outlet outlet,
            boolean slate,
            GatewayChild gateway,
            LoadCallee callee,
            RtmpSink sink) {
        this.name = name;
        this.form = form;
        this.outlet = outlet;
        this.slate = slate;
        this.gateway = gateway;
        this.callee = callee;
        this.sink = sink;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public Placed start(int calls) throws InterruptedException {
        var placed = new Placed("g" + COUNT.incrementAndGet());
        try {
            placed.add(calls);
            return placed;
        } catch (BenchException e) {
            placed.close();
            throw e;
        }
    }

    /** Calls that go on, to which more can be added. */
    final class Placed implements Running {
        private final String prefix;
        private final List<String> users = new ArrayList<>();

        private Placed(String prefix) {
            this.prefix = prefix;
        }

        /** Places so many more, and waits until their streams are there. */
        void add(int more) throws InterruptedException {
            if (users.isEmpty() && outlet.targets() > 0) {
                sink.keep(prefix + "-0");
            }
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            int before = users.size();
            for (int i = before; i < before + more; i++) {
                String user = prefix + "-" + i;
                users.add(user);
                answers.add(gateway.rest().send("/rest-api/call/startup", startup(user)));
                Thread.sleep(PAUSE_MILLIS);
            }
            for (var answer : answers) {
                if (answer.join().statusCode() != 200) {
                    throw new BenchException("a call was refused: " + answer.join().body());
                }
            }
            awaitStreams(List.copyOf(users.subList(before, users.size())));
        }

        private Map<String, Object> startup(String user) {
            Map<String, Object> call = new TreeMap<>();
            call.put("callId", user);
            call.put("callee", "sip:%s@127.0.0.1:%d".formatted(user, callee.sip().getPort()));
            call.put("hasVideo", form.hasPictures());
            if (!slate) {
                call.put("slate", "never");
            }
            if (outlet == Outlet.UNWATCHED) {
                call.put("toStream", user);
            } else {
                call.put("rtmpUrl", sink.url());
                call.put("rtmpStream", user);
            }
            return call;
        }

        private void awaitStreams(List<String> added) throws InterruptedException {
            Streams.awaitCalls(callee, users);
            if (outlet.targets() > 0) {
                Streams.awaitPublished(sink, added);
            }
            if (outlet.targets() > 1) {
                pushFurther(added);
            }
        }

        private void pushFurther(List<String> streams) throws InterruptedException {
            List<String> further = new ArrayList<>();
            for (String user : streams) {
                for (int i = 1; i < outlet.targets(); i++) {
                    further.add(push(user, user + "-to-" + i));
                }
            }
            Streams.awaitPublished(sink, further);
        }

        private String push(String stream, String name) {
            Map<String, Object> push = new TreeMap<>();
            push.put("streamName", stream);
            push.put("rtmpUrl", sink.url() + "/" + name);
            push.put("rtmpTransponderFullUrl", true);
            if (!slate) {
                push.put("slate", "never");
            }
            gateway.rest().post("/rest-api/push/startup", push);
            return name;
        }

        @Override
        public List<Long> processes() {
            return List.of(gateway.pid());
        }

        @Override
        public int calls() {
            return users.size();
        }

        @Override
        public List<Flow> flows() {
            return outlet.targets() == 0
                    ? List.of()
                    : users.stream().map(user -> new Flow(user, user)).toList();
        }

        @Override
        public List<Flow> sample() throws InterruptedException {
            if (outlet.targets() > 0) {
                return flows();
            }
            String first = users.getFirst();
            String shown = push(first, first + "-shown");
            Streams.awaitPublished(sink, List.of(shown));
            Thread.sleep(SHOWN);
            return List.of(new Flow(first, shown));
        }

        @Override
        public LoadCallee callee() {
            return callee;
        }

        @Override
        public void close() {
            for (String user : users) {
                gateway.rest().hangUp(user);
            }
            Streams.awaitEnd(callee, users);
        }
    }
}
