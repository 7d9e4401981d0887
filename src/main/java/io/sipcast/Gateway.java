package io.sipcast;

import io.sipcast.api.Route;
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
import io.sipcast.overload.Overload;
import io.sipcast.overload.OverloadLimits;
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
import io.sipcast.transcode.NativesException;
import io.sipcast.transcode.SoundCodecs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway: the only place where the parts are joined. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>(); // the last one is closed first
    private final Config config;
    private int httpPort;
    private int httpsPort;
    private List<Route> routes = List.of();
    private Runnable preferMedia = () -> {};
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
     * @throws StartFailedException when a port is in use or a file can't be used, with its key, or
     *     the codecs' libraries cannot be loaded
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

    /**
     * The same in a process that is for nothing else: media go before its other threads, where the
     * system allows it.
     */
    public static Gateway startAlone(Config config) throws StartFailedException {
        Gateway gateway = start(config);
        gateway.preferMedia.run();
        return gateway;
    }

    private void open() throws IOException {
        SecureRandom random = new SecureRandom();
        ExecutorService mayWait = closedAtEnd(Executors.newVirtualThreadPerTaskExecutor());
        var afterStart = new AfterStart(mayWait);
        Future<SoundCodecs> codecs = mayWait.submit(this::codecs);
        Loops loops = closedAtEnd(new Loops(Runtime.getRuntime().availableProcessors()));
        preferMedia = loops::preferMedia;
        ExecutorService pictures = closedAtEnd(StreamParts.pictureWorkers());
        Streams streams = StreamParts.streams(config.media(), mayWait, pictures, afterStart);
        streams.whenEnded(Leftovers.collected(loops)::ended);
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
                        RtmpClientTls.load(config.push().tls().ca(), afterStart));
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
        SipDriver sip = closedAtEnd(sip(loops, locator, mayWait, afterStart, addresses, random));
        sipPort = sip.port();
        sipTlsPort = sip.tlsPort();
        var sounds = new SoundFolder(config.media().sounds());
        var orderSettings =
                new PushOrders.Settings(
                        config.push().namePrefix(), config.media().audio().bitrate());
        var orders = new PushOrders(streams, pushes, sounds, loops, orderSettings);
        Overload overload = closedAtEnd(overload());
        var callParts =
                new LiveCalls.Parts(
                        loops,
                        streams,
                        sip,
                        media(loops, random, loaded(codecs), afterStart),
                        new CallOutlets(orders),
                        addresses,
                        sounds,
                        overload,
                        random);
        LiveCalls calls = closedAtEnd(new LiveCalls(callParts, callSettings()));
        overload.watch(loops, mayWait, calls::load);
        calls.takeCalls(
                Inbound.rules(config),
                name -> mayWait.execute(() -> Inbound.record(recordings, name)));
        sip.begin();

        HttpSide http =
                closedAtEnd(
                        new HttpSide(
                                config,
                                new HttpSide.Parts(
                                        calls,
                                        overload,
                                        sip,
                                        streams,
                                        form,
                                        guard,
                                        rtmp,
                                        pulls,
                                        named,
                                        pushes,
                                        orders,
                                        recordings,
                                        folder,
                                        sounds,
                                        inviteHeaders(),
                                        mayWait,
                                        pictures,
                                        random)));
        routes = http.routes();
        httpPort = http.listen();
        httpsPort = http.listenSecure();
        String https = httpsPort == 0 ? "" : ", https " + httpsPort;
        LOG.info(
                "ready: http {}, rtmp {}, sip {} (UDP and TCP){}",
                httpPort,
                rtmpPort,
                sipPort,
                https);
        afterStart.execute(SoundCodecs::prepare); // after what any call may need
        afterStart.over();
    }

    /** Loading what is native takes a fraction of a second. */
    private SoundCodecs codecs() {
        return new SoundCodecs(config.media().audio().channels());
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

    private CallMedia.Services media(
            Loops loops, SecureRandom random, SoundCodecs codecs, Executor afterStart) {
        Config.Rtp rtp = config.rtp();
        return new CallMedia.Services(
                loops,
                new PortPool(
                        rtp.ports().first(),
                        rtp.ports().last(),
                        PortPool.REST,
                        new SplittableRandom(random.nextLong())), // thousands, and no secret
                new MediaSession.Settings(
                        new JitterBounds(rtp.jitter().min(), rtp.jitter().max()),
                        config.media().keyFrameInterval(),
                        config.call().onHold() == Config.Call.OnHold.PASS,
                        toward(config.media().callee()),
                        config.media().audio().opus() != When.NEVER),
                codecs,
                capabilities(),
                random,
                security(random, afterStart),
                rtp.ice(),
                rtp.rtcpMux());
    }

    private static SoundCodecs loaded(Future<SoundCodecs> codecs) throws IOException {
        try {
            return codecs.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NativesException natives) {
                LOG.debug("what the codecs need cannot be loaded", natives);
                throw new IOException(natives.getMessage(), natives);
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private MediaSecurity security(SecureRandom random, Executor afterStart) {
        Config.Rtp rtp = config.rtp();
        return new MediaSecurity(
                rtp.encryption(),
                rtp.keyExchange() != Config.Rtp.KeyExchange.DTLS,
                rtp.keyExchange() != Config.Rtp.KeyExchange.SDES,
                DtlsIdentity.create(random, afterStart),
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

    private Overload overload() {
        Config.Call.Overload limits = config.call().overload();
        return new Overload(
                new OverloadLimits(limits.maxLoopLag(), limits.maxCpu()), System::nanoTime);
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

    private SipDriver sip(
            Loops loops,
            ServerLocator locator,
            ExecutorService mayWait,
            Executor afterStart,
            LocalAddresses addresses,
            RandomGenerator random)
            throws IOException {
        SipTls tls = SipTls.load(config.sip().tls(), afterStart);
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

    /** The methods that are served. */
    List<Route> routes() {
        return routes;
    }

    public int httpPort() {
        return httpPort;
    }

    /** For HTTPS; 0 without a certificate. */
    public int httpsPort() {
        return httpsPort;
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
