package io.sipcast.web;

import io.sipcast.api.Room;
import io.sipcast.api.Route;
import io.sipcast.api.events.EventHub;
import io.sipcast.api.events.EventSources;
import io.sipcast.api.v1.CallStatistics;
import io.sipcast.api.v1.HealthApi;
import io.sipcast.api.v1.RecordingsApi;
import io.sipcast.api.v1.SipTraceApi;
import io.sipcast.api.v1.StatusApi;
import io.sipcast.api.v1.V1Api;
import io.sipcast.api.wcs.WcsApi;
import io.sipcast.call.Calls;
import io.sipcast.config.Config;
import io.sipcast.live.AacSpec;
import io.sipcast.live.StreamForm;
import io.sipcast.live.Streams;
import io.sipcast.media.AacSettings;
import io.sipcast.net.HttpTls;
import io.sipcast.net.StreamGuard;
import io.sipcast.observe.Secret;
import io.sipcast.push.PushInfo;
import io.sipcast.record.FolderDisk;
import io.sipcast.record.RecordSettings;
import io.sipcast.record.Recordings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The whole server on a free port of loopback, with fakes behind it. */
final class TestServer implements AutoCloseable {
    static final String NODE = "node-1";

    /** Sooner than outside tests. */
    private static final Duration PING = Duration.ofMillis(300);

    private static final RecordSettings RECORDS =
            new RecordSettings(Long.MAX_VALUE, Duration.ofHours(1), 0, false);

    static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));

    final Http http;
    final Streams streams = streams();
    final EventHub events;
    private final Recordings recordings;
    private final WebServer server;

    private TestServer(
            Config.Http settings,
            Calls calls,
            Supplier<List<PushInfo>> pushes,
            List<Route> more,
            StreamGuard guard,
            Optional<FolderDisk> folder)
            throws IOException {
        recordings = new Recordings(streams, FORM, folder, RECORDS);
        List<Route> routes =
                new ArrayList<>(new WcsApi(calls, NODE, Set.of("Subject"), recordings).routes());
        routes.addAll(
                new V1Api(calls, (url, _) -> pull(url), pushes, recordings, Room.ENOUGH).routes());
        routes.addAll(new HealthApi(() -> null).routes());
        routes.addAll(new RecordingsApi(recordings).routes());
        routes.addAll(more);
        routes.addAll(new SipTraceApi(calls).routes());
        routes.addAll(
                new StatusApi(
                                calls,
                                () -> Map.of("refused", 7),
                                () -> Map.of("players", 3),
                                () -> Map.of("cpuCores", 0.5))
                        .routes());
        events = events(calls, pushes);
        server = new WebServer(settings, 1935, routes, streams, FORM, guard, folder, events);
        http = new Http(server.start());
    }

    private EventHub events(Calls calls, Supplier<List<PushInfo>> pushes) {
        Clock clock = Clock.systemUTC();
        var sources =
                new EventSources(
                        calls,
                        pushes,
                        streams,
                        List::of,
                        recordings,
                        Optional::empty,
                        statistics(calls, pushes, clock),
                        clock);
        var limits = new EventHub.Limits(3, 100, 1 << 20, PING, Duration.ofMinutes(1));
        EventHub hub =
                EventHub.open(
                        sources, limits, task -> Thread.ofVirtual().start(task), new Random(1));
        streams.observe(hub);
        recordings.observe(hub::recordingChanged);
        return hub;
    }

    private CallStatistics statistics(Calls calls, Supplier<List<PushInfo>> pushes, Clock clock) {
        return new CallStatistics(
                calls,
                name -> pushes.get().stream().filter(one -> one.stream().equals(name)).toList(),
                streams,
                recordings,
                clock);
    }

    /** A hub without anything in it. */
    static Streams streams() {
        return new Streams(
                (_, _) -> {
                    throw new IllegalStateException("no sound is encoded here");
                },
                Runnable::run,
                System::nanoTime);
    }

    static TestServer open(Calls calls) throws IOException {
        return open(calls, List.of());
    }

    /** With these routes besides. */
    static TestServer open(Calls calls, List<Route> more) throws IOException {
        return open(calls, List::of, more);
    }

    /** With these routes and pushes besides. */
    static TestServer open(Calls calls, Supplier<List<PushInfo>> pushes, List<Route> more)
            throws IOException {
        return new TestServer(open(), calls, pushes, more, StreamGuard.open(), Optional.empty());
    }

    /** Whose streams are not for everybody. */
    static TestServer guarded(StreamGuard guard) throws IOException {
        return new TestServer(
                open(), new FakeCalls(), List::of, List.of(), guard, Optional.empty());
    }

    private static Config.Http open() {
        return settings(null, List.of(), List.of(), List.of());
    }

    /** With a folder for recordings. */
    static TestServer recording(Config.Http settings, Calls calls, Path folder) throws IOException {
        return new TestServer(
                settings,
                calls,
                List::of,
                List.of(),
                StreamGuard.open(),
                Optional.of(FolderDisk.open(folder)));
    }

    static TestServer with(Config.Http settings) throws IOException {
        return new TestServer(
                settings,
                new FakeCalls(),
                List::of,
                List.of(),
                StreamGuard.open(),
                Optional.empty());
    }

    static Config.Http settings(
            @Nullable String key, List<String> clients, List<String> hosts, List<String> origins) {
        return new Config.Http(
                InetAddress.getLoopbackAddress(),
                0,
                Optional.ofNullable(key).map(Secret::new),
                clients,
                hosts,
                origins,
                List.of(),
                Duration.ofHours(12),
                new Config.Http.Https(
                        0, Optional.empty(), Optional.empty(), Optional.empty(), false));
    }

    private static String pull(String url) throws IOException {
        if (!url.startsWith("rtmp://")) {
            throw new IllegalArgumentException("only rtmp:// is known, not " + url);
        }
        if (url.contains("169.254.")) {
            throw new IOException("169.254.1.1 is not among net.allowed-targets");
        }
        return "pull/1";
    }

    /** Serves HTTPS, too; returns its port. */
    int startSecure(HttpTls tls) throws IOException {
        return server.startSecure(tls);
    }

    int port() {
        return http.port();
    }

    @Override
    public void close() {
        recordings.close();
        events.close();
        server.close();
    }
}
