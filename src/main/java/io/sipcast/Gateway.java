package io.sipcast;

import io.sipcast.api.Route;
import io.sipcast.api.events.EventHub;
import io.sipcast.api.events.EventSources;
import io.sipcast.api.metrics.EventMetrics;
import io.sipcast.api.metrics.MetricsApi;
import io.sipcast.api.metrics.RtmpMetrics;
import io.sipcast.api.v1.CallStatistics;
import io.sipcast.api.v1.InjectApi;
import io.sipcast.api.v1.PushesApi;
import io.sipcast.api.v1.RecordingsApi;
import io.sipcast.api.v1.RegistrationsApi;
import io.sipcast.api.v1.SipTraceApi;
import io.sipcast.api.v1.StatusApi;
import io.sipcast.api.v1.V1Api;
import io.sipcast.api.wcs.PullApi;
import io.sipcast.api.wcs.PushApi;
import io.sipcast.api.wcs.StreamApi;
import io.sipcast.api.wcs.WcsApi;
import io.sipcast.call.CallLimits;
import io.sipcast.call.CallMedia;
import io.sipcast.call.CalleeList;
import io.sipcast.call.DtmfTiming;
import io.sipcast.call.LiveCalls;
import io.sipcast.call.MediaSecurity;
import io.sipcast.config.Config;
import io.sipcast.config.When;
import io.sipcast.inject.SoundFolder;
import io.sipcast.live.StreamForm;
import io.sipcast.live.Streams;
import io.sipcast.media.JitterBounds;
import io.sipcast.media.MediaSession;
import io.sipcast.media.TowardCallee;
import io.sipcast.net.Advertised;
import io.sipcast.net.BindFailedException;
import io.sipcast.net.DtlsIdentity;
import io.sipcast.net.LocalAddresses;
import io.sipcast.net.Loops;
import io.sipcast.net.NamedPulls;
import io.sipcast.net.PortPool;
import io.sipcast.net.RtmpClientTls;
import io.sipcast.net.RtmpConnector;
import io.sipcast.net.RtmpPulls;
import io.sipcast.net.RtmpServer;
import io.sipcast.net.RtmpServerTls;
import io.sipcast.net.ServerLocator;
import io.sipcast.net.SipDriver;
import io.sipcast.net.SipTls;
import io.sipcast.net.StreamGuard;
import io.sipcast.net.TargetPolicy;
import io.sipcast.push.CallOutlets;
import io.sipcast.push.PushOrders;
import io.sipcast.push.Pushes;
import io.sipcast.record.FolderDisk;
import io.sipcast.record.Recordings;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.sdp.Capabilities;
import io.sipcast.sdp.Encoding;
import io.sipcast.sip.Nat;
import io.sipcast.sip.Settings;
import io.sipcast.transcode.CalleeSlate;
import io.sipcast.transcode.SoundCodecs;
import io.sipcast.web.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway: the only place where the parts are joined. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>(); // the last one is closed first
    private final Config config;
    private int httpPort;
    private int rtmpPort;
    private int rtmpsPort;
    private int sipPort;
    private int sipTlsPort;

    private Gateway(Config config) {
        this.config = config;
    }

    /**
     * Starts everything; when this returns, calls can be placed.
     *
     * @throws StartFailedException when a port is in use or a file can't be used, with its key
     */
    public static Gateway start(Config config) throws StartFailedException {
        var gateway = new Gateway(config);
        try {
            gateway.open();
            return gateway;
        } catch (IOException e) {
            gateway.close();
            throw new StartFailedException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    private void open() throws IOException {
        SecureRandom random = new SecureRandom();
        ExecutorService mayWait = closedAtEnd(Executors.newVirtualThreadPerTaskExecutor());
        Loops loops = closedAtEnd(new Loops(Runtime.getRuntime().availableProcessors()));
        ExecutorService pictures = closedAtEnd(StreamParts.pictureWorkers());
        Streams streams = StreamParts.streams(config.media(), mayWait, pictures);
        StreamForm form = StreamParts.form(config.media());
        var policy = new TargetPolicy(config.net().allowedTargets());
        var addresses = new LocalAddresses(config.sip().address().orElse(null), advertised());

        StreamGuard guard = closedAtEnd(StreamGuard.of(config.rtmp(), mayWait));
        RtmpServer rtmp = closedAtEnd(rtmp(loops, streams, form, guard));
        rtmpPort = rtmp.address().getPort();
        rtmpsPort = rtmp.securePort();
        var connector =
                new RtmpConnector(
                        loops,
                        policy,
                        mayWait,
                        SplittableRandom::new,
                        RtmpClientTls.load(config.push().tls().ca()));
        Pushes pushes =
                closedAtEnd(
                        new Pushes(
                                connector,
                                rtmp,
                                form,
                                StreamParts.oneSize(config.media()),
                                StreamParts.pushPolicy(config.push())));
        RtmpPulls pulls = closedAtEnd(new RtmpPulls(loops, streams, connector, rtmp, random));

        NamedPulls named = closedAtEnd(new NamedPulls(loops, streams, connector, rtmp));
        Optional<FolderDisk> folder = StreamParts.recordingFolder(config.record());
        Recordings recordings =
                closedAtEnd(
                        new Recordings(
                                streams,
                                form,
                                folder,
                                StreamParts.recordSettings(config.record())));

        var locator = ServerLocator.of(policy, config.net().dnsServers(), random, mayWait);
        SipDriver sip = closedAtEnd(sip(loops, locator, mayWait, addresses, random));
        sipPort = sip.port();
        sipTlsPort = sip.tlsPort();
        var sounds = new SoundFolder(config.media().sounds());
        var orderSettings =
                new PushOrders.Settings(
                        config.push().namePrefix(), config.media().audio().bitrate());
        var orders = new PushOrders(streams, pushes, sounds, loops, orderSettings);
        var callParts =
                new LiveCalls.Parts(
                        loops,
                        streams,
                        sip,
                        media(loops, random),
                        new CallOutlets(orders),
                        addresses,
                        sounds,
                        random);
        LiveCalls calls = closedAtEnd(new LiveCalls(callParts, callSettings()));
        calls.takeCalls(Inbound.rules(config));

        var statistics =
                new CallStatistics(calls, orders::of, streams, recordings, Clock.systemUTC());
        var events = events(calls, orders, streams, sip, recordings, statistics, mayWait, random);
        var metrics = closedAtEnd(new MetricsApi(calls, streams, pushes, recordings));
        metrics.add(new RtmpMetrics(rtmp));
        metrics.add(new EventMetrics(events));
        List<Route> routes =
                Stream.of(
                                routes(calls, pulls, orders, recordings, sip, rtmp, metrics),
                                new PullApi(named).routes(),
                                new StreamApi(streams).routes(),
                                new ConsoleRoutes(
                                                calls,
                                                orders,
                                                streams,
                                                recordings,
                                                statistics,
                                                sounds,
                                                inviteHeaders())
                                        .with(
                                                sip::registrations,
                                                NodeFacts.of(config, nodeId()),
                                                pictures))
                        .flatMap(List::stream)
                        .toList();
        var web =
                closedAtEnd(
                        new WebServer(
                                config.http(),
                                rtmpPort,
                                routes,
                                streams,
                                form,
                                guard,
                                folder,
                                events));
        httpPort = listen(web);
        closedAtEnd(events);
        LOG.info("ready: http {}, rtmp {}, sip {} (UDP and TCP)", httpPort, rtmpPort, sipPort);
    }

    /** What everybody changes is told to who listens. */
    private static EventHub events(
            LiveCalls calls,
            PushOrders pushes,
            Streams streams,
            SipDriver sip,
            Recordings recordings,
            CallStatistics statistics,
            ExecutorService mayWait,
            SecureRandom random) {
        Clock clock = Clock.systemUTC();
        var sources =
                new EventSources(
                        calls,
                        pushes::all,
                        streams,
                        sip::registrations,
                        recordings,
                        statistics,
                        clock);
        EventHub events = EventHub.open(sources, EventHub.Limits.DEFAULT, mayWait, random);
        calls.observe(events::callChanged);
        pushes.observe(events::pushChanged);
        streams.observe(events);
        sip.observeRegistrations(events::registrationsChanged);
        recordings.observe(events::recordingChanged);
        return events;
    }

    /** A target may want one where others do not, so they are made whatever the mode is. */
    private Advertised advertised() {
        return new Advertised(
                config.sip().advertisedAddress(),
                config.rtp().advertisedAddress(),
                config.net().localNetworks());
    }

    private RtmpServer rtmp(Loops loops, Streams streams, StreamForm form, StreamGuard guard)
            throws IOException {
        Config.Rtmp rtmp = config.rtmp();
        var bounds =
                new RtmpServer.Bounds(
                        rtmp.maxConnections(),
                        rtmp.maxPerAddress(),
                        rtmp.stallTimeout(),
                        RtmpServer.SILENCE,
                        RtmpLimits.DEFAULT.with(rtmp.startTimeout(), rtmp.idleTimeout()));
        return new RtmpServer(
                loops,
                new InetSocketAddress(rtmp.address(), rtmp.port()),
                new RtmpServer.Serving(
                        streams, form, guard, bounds, RtmpServerTls.load(rtmp.tls())),
                SplittableRandom::new);
    }

    private CallMedia.Services media(Loops loops, SecureRandom random) {
        Config.Rtp rtp = config.rtp();
        return new CallMedia.Services(
                loops,
                new PortPool(rtp.ports().first(), rtp.ports().last(), PortPool.REST),
                new MediaSession.Settings(
                        new JitterBounds(rtp.jitter().min(), rtp.jitter().max()),
                        config.media().keyFrameInterval(),
                        config.call().onHold() == Config.Call.OnHold.PASS,
                        toward(config.media().callee()),
                        config.media().audio().opus() != When.NEVER),
                new SoundCodecs(config.media().audio().channels()),
                capabilities(),
                random,
                security(random),
                rtp.ice(),
                rtp.rtcpMux());
    }

    private MediaSecurity security(SecureRandom random) {
        Config.Rtp rtp = config.rtp();
        return new MediaSecurity(
                rtp.encryption(),
                rtp.keyExchange() != Config.Rtp.KeyExchange.DTLS,
                rtp.keyExchange() != Config.Rtp.KeyExchange.SDES,
                DtlsIdentity.create(random),
                random);
    }

    private Capabilities capabilities() {
        List<Encoding> video =
                config.media().video().codecs().stream()
                        .map(codec ->
                                switch (codec) {
                                    case H264 -> Encoding.H264;
                                    case VP8 -> Encoding.VP8;
                                    case H265 -> Encoding.H265;
                                })
                        .toList();
        return Capabilities.ofAudio(config.media().audio().codecs())
                .with(video)
                .showing(config.media().callee().video())
                .inStereo(config.media().audio().channels() == 2);
    }

    private static TowardCallee toward(Config.Media.Callee callee) {
        return new TowardCallee(
                callee.sound() == Config.Media.Callee.Sound.NOISE,
                callee.startDelay(),
                callee.video() ? CalleeSlate.all() : List.of());
    }

    private LiveCalls.Settings callSettings() {
        Config.Call.Dtmf dtmf = config.call().dtmf();
        return new LiveCalls.Settings(
                config.call().ringTimeout(),
                config.call().earlyMedia(),
                config.rtp().firstPacketTimeout(),
                config.rtp().idleTimeout(),
                inviteHeaders(),
                new DtmfTiming(dtmf.delay(), dtmf.duration(), dtmf.pause()),
                callLimits());
    }

    private CallLimits callLimits() {
        Config.Call call = config.call();
        return new CallLimits(
                call.max(),
                call.maxPerMinute(),
                call.maxDuration(),
                new CalleeList(call.allowedCallees()));
    }

    /** In lower case. */
    private Set<String> inviteHeaders() {
        return config.sip().inviteHeaders().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<Route> routes(
            LiveCalls calls,
            RtmpPulls pulls,
            PushOrders pushes,
            Recordings recordings,
            SipDriver sip,
            RtmpServer rtmp,
            MetricsApi metrics) {
        var reference = new WcsApi(calls, nodeId(), inviteHeaders(), recordings);
        var ours = new V1Api(calls, pulls::start, pushes::all, recordings);
        var files = new RecordingsApi(recordings);
        var registrations = new RegistrationsApi(sip::registrations, Clock.systemUTC());
        var injections = new InjectApi(calls);
        var traces = new SipTraceApi(calls);
        var status = new StatusApi(calls, sip::status, rtmp::counters);
        return Stream.of(
                        reference.routes(),
                        new PushApi(pushes).routes(),
                        ours.routes(),
                        new PushesApi(pushes).routes(),
                        files.routes(),
                        injections.routes(),
                        registrations.routes(),
                        traces.routes(),
                        status.routes(),
                        metrics.routes())
                .flatMap(List::stream)
                .toList();
    }

    /** The reference shows which node of a cluster has a call. */
    private static String nodeId() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    private int listen(WebServer web) throws BindFailedException {
        try {
            return web.start();
        } catch (IOException e) {
            var address = new InetSocketAddress(config.http().address(), config.http().port());
            throw new BindFailedException("http.port", "TCP", address, e);
        }
    }

    private SipDriver sip(
            Loops loops,
            ServerLocator locator,
            ExecutorService mayWait,
            LocalAddresses addresses,
            RandomGenerator random)
            throws IOException {
        SipTls tls = SipTls.load(config.sip().tls());
        LOG.info("sip over TLS: {}", tls.describe());
        var settings =
                new Settings(
                        Settings.DEFAULT.name(),
                        config.sip().udpMaxRequest().orElse(0),
                        Settings.DEFAULT.timing(),
                        Settings.DEFAULT.limits(),
                        config.call().followRedirects(),
                        nat(),
                        config.call().sessionExpires(),
                        config.call().reliableProvisional()
                                == Config.ReliableProvisional.SUPPORTED);
        InetAddress address = config.sip().address().orElse(null);
        return SipDriver.open(
                loops,
                locator,
                mayWait,
                new SipDriver.Opening(
                        address, config.sip().port(), tls, addresses, settings, random));
    }

    /** The address that a registrar sees is shown to it: none is configured to be shown. */
    private Nat nat() {
        return new Nat(config.sip().keepAlive(), Nat.DEFAULT.learnsAddress());
    }

    private <T extends AutoCloseable> T closedAtEnd(T part) {
        parts.addFirst(part);
        return part;
    }

    public int httpPort() {
        return httpPort;
    }

    /** Of the embedded RTMP server. */
    public int rtmpPort() {
        return rtmpPort;
    }

    /** Of the embedded RTMP server over TLS; 0 without a certificate. */
    public int rtmpsPort() {
        return rtmpsPort;
    }

    /** For UDP and TCP. */
    public int sipPort() {
        return sipPort;
    }

    /** For TLS, where there is a certificate. */
    public int sipTlsPort() {
        return sipTlsPort;
    }

    /** Ends every call, then everything else; returns when that is done. */
    @Override
    public void close() {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("closing {} failed", part, e);
            }
        }
        parts.clear();
    }
}
