package io.sipcast;

import io.sipcast.api.CallFields;
import io.sipcast.api.CallRequests;
import io.sipcast.api.Room;
import io.sipcast.api.Route;
import io.sipcast.api.events.EventHub;
import io.sipcast.api.events.EventSources;
import io.sipcast.api.metrics.EventMetrics;
import io.sipcast.api.metrics.MetricsApi;
import io.sipcast.api.metrics.OverloadMetrics;
import io.sipcast.api.metrics.RtmpMetrics;
import io.sipcast.api.v1.CallStatistics;
import io.sipcast.api.v1.CallsApi;
import io.sipcast.api.v1.HealthApi;
import io.sipcast.api.v1.InjectApi;
import io.sipcast.api.v1.LoadDetails;
import io.sipcast.api.v1.PictureApi;
import io.sipcast.api.v1.PushesApi;
import io.sipcast.api.v1.RecordingsApi;
import io.sipcast.api.v1.RegistrationsApi;
import io.sipcast.api.v1.ReportApi;
import io.sipcast.api.v1.SipTraceApi;
import io.sipcast.api.v1.StatusApi;
import io.sipcast.api.v1.StreamsApi;
import io.sipcast.api.v1.V1Api;
import io.sipcast.api.wcs.PullApi;
import io.sipcast.api.wcs.PushApi;
import io.sipcast.api.wcs.StreamApi;
import io.sipcast.api.wcs.WcsApi;
import io.sipcast.call.LiveCalls;
import io.sipcast.config.Config;
import io.sipcast.inject.SoundFolder;
import io.sipcast.live.StreamForm;
import io.sipcast.live.Streams;
import io.sipcast.net.BindFailedException;
import io.sipcast.net.HttpTls;
import io.sipcast.net.NamedPulls;
import io.sipcast.net.RtmpPulls;
import io.sipcast.net.RtmpServer;
import io.sipcast.net.SipDriver;
import io.sipcast.net.StreamGuard;
import io.sipcast.overload.Overload;
import io.sipcast.push.PushOrders;
import io.sipcast.push.Pushes;
import io.sipcast.record.FolderDisk;
import io.sipcast.record.Recordings;
import io.sipcast.transcode.SmallPicture;
import io.sipcast.web.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is seen of the running parts over HTTP, and done with them: methods, events, pages. */
final class HttpSide implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpSide.class);
    private static final int PICTURE_WIDTH = 480;

    /**
     * The parts.
     *
     * @param folder of the recordings; empty: nothing is recorded
     * @param form in which viewers get streams
     * @param inviteHeaders in lower case: what a request may add to an INVITE, beside X- headers
     * @param mayWait runs what may wait
     * @param pictures run what takes a processor for milliseconds
     */
    record Parts(
            LiveCalls calls,
            Overload overload,
            SipDriver sip,
            Streams streams,
            StreamForm form,
            StreamGuard guard,
            RtmpServer rtmp,
            RtmpPulls pulls,
            NamedPulls namedPulls,
            Pushes pushes,
            PushOrders orders,
            Recordings recordings,
            Optional<FolderDisk> folder,
            SoundFolder sounds,
            Set<String> inviteHeaders,
            ExecutorService mayWait,
            ExecutorService pictures,
            SecureRandom random) {}

    private final Config config;
    private final Parts parts;
    private final Clock clock = Clock.systemUTC();
    private final CallStatistics statistics;
    private final Room room;
    private final EventHub events;
    private final MetricsApi metrics;
    private final List<Route> routes;
    private final WebServer web;

    /** Joins everything; nothing listens yet. */
    HttpSide(Config config, Parts parts) {
        this.config = config;
        this.parts = parts;
        room = Room.of(parts.overload());
        statistics =
                new CallStatistics(
                        parts.calls(),
                        parts.orders()::of,
                        parts.streams(),
                        parts.recordings(),
                        clock);
        events = openEvents();
        metrics =
                new MetricsApi(parts.calls(), parts.streams(), parts.pushes(), parts.recordings());
        routes = Stream.concat(reference(), ours()).toList();
        web =
                new WebServer(
                        config.http(),
                        parts.rtmp().address().getPort(),
                        routes,
                        parts.streams(),
                        parts.form(),
                        parts.guard(),
                        parts.folder(),
                        events);
        metrics.add(new RtmpMetrics(parts.rtmp()));
        metrics.add(new OverloadMetrics(parts.overload(), parts.calls()::refused));
        metrics.add(new EventMetrics(events));
        metrics.add(web.metrics());
    }

    /** What everybody changes is told to who listens. */
    private EventHub openEvents() {
        var sources =
                new EventSources(
                        parts.calls(),
                        parts.orders()::all,
                        parts.streams(),
                        parts.sip()::registrations,
                        parts.recordings(),
                        parts.overload()::overloaded,
                        statistics,
                        clock);
        EventHub hub =
                EventHub.open(sources, EventHub.Limits.DEFAULT, parts.mayWait(), parts.random());
        parts.calls().observe(hub::callChanged);
        parts.orders().observe(hub::pushChanged);
        parts.streams().observe(hub);
        parts.sip().observeRegistrations(hub::registrationsChanged);
        parts.recordings().observe(hub::recordingChanged);
        parts.overload().observe(hub::nodeChanged);
        return hub;
    }

    private Stream<Route> reference() {
        return Stream.of(
                        new WcsApi(
                                        parts.calls(),
                                        nodeId(),
                                        parts.inviteHeaders(),
                                        parts.recordings())
                                .routes(),
                        new PushApi(parts.orders(), room).routes(),
                        new PullApi(parts.namedPulls(), room).routes(),
                        new StreamApi(parts.streams()).routes())
                .flatMap(List::stream);
    }

    private Stream<Route> ours() {
        return Stream.of(
                        new V1Api(
                                        parts.calls(),
                                        (url, needed) -> parts.pulls().start(url, needed::require),
                                        parts.orders()::all,
                                        parts.recordings(),
                                        room)
                                .routes(),
                        new HealthApi(parts.calls()::outlook).routes(),
                        calls(),
                        new InjectApi(parts.calls()).routes(),
                        new SipTraceApi(parts.calls()).routes(),
                        report(),
                        pictures(),
                        new PushesApi(parts.orders(), room).routes(),
                        new RecordingsApi(parts.recordings()).routes(),
                        new StreamsApi(parts.streams(), parts.sounds()).routes(),
                        new RegistrationsApi(parts.sip()::registrations, clock).routes(),
                        new StatusApi(
                                        parts.calls(),
                                        parts.sip()::status,
                                        parts.rtmp()::counters,
                                        this::load)
                                .routes(),
                        metrics.routes())
                .flatMap(List::stream);
    }

    private Object load() {
        return LoadDetails.of(parts.overload().status(), parts.calls()::refused);
    }

    private List<Route> calls() {
        return new CallsApi(
                        parts.calls(),
                        parts.orders(),
                        new CallFields(parts.inviteHeaders()),
                        new CallRequests(parts.calls(), parts.recordings()),
                        statistics)
                .routes();
    }

    private List<Route> report() {
        Map<String, Object> facts = NodeFacts.of(config, nodeId());
        return new ReportApi(
                        parts.calls(),
                        parts.orders()::all,
                        parts.recordings(),
                        statistics,
                        parts.sip()::registrations,
                        () -> NodeFacts.with(facts, load()),
                        clock)
                .routes();
    }

    private List<Route> pictures() {
        return new PictureApi(
                        parts.calls(),
                        parts.streams(),
                        parts.pictures(),
                        (format, keyFrame) -> SmallPicture.jpeg(format, keyFrame, PICTURE_WIDTH))
                .routes();
    }

    /** The reference shows which node of a cluster has a call. */
    private static String nodeId() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    /** The methods that are served. */
    List<Route> routes() {
        return routes;
    }

    /** Opens the port for HTTP and returns it. */
    int listen() throws BindFailedException {
        try {
            return web.start();
        } catch (IOException e) {
            var address = new InetSocketAddress(config.http().address(), config.http().port());
            throw new BindFailedException("http.port", "TCP", address, e);
        }
    }

    /** Opens the port for HTTPS and returns it; 0 where there is no certificate. */
    int listenSecure() throws IOException {
        HttpTls tls = HttpTls.load(config.http().tls());
        if (tls == null) {
            return 0;
        }
        LOG.info("http over TLS: {}", tls.describe());
        try {
            return web.startSecure(tls);
        } catch (IOException e) {
            var address = new InetSocketAddress(config.http().address(), tls.port());
            throw new BindFailedException("http.tls.port", "TCP", address, e);
        }
    }

    /** Who listens to events is told that they end, before the connections are cut. */
    @Override
    public void close() {
        events.close();
        web.close();
        metrics.close();
    }
}
