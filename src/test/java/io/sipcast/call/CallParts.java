package io.sipcast.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.EventLoop;
import io.sipcast.bytes.Bytes;
import io.sipcast.inject.SoundFolder;
import io.sipcast.live.FormWishes;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Streams;
import io.sipcast.media.AudioCodecs;
import io.sipcast.media.MediaSession;
import io.sipcast.net.LocalAddresses;
import io.sipcast.net.Loops;
import io.sipcast.net.PortPool;
import io.sipcast.net.ServerLocator;
import io.sipcast.net.SipDriver;
import io.sipcast.net.SipTls;
import io.sipcast.net.TargetPolicy;
import io.sipcast.overload.Overload;
import io.sipcast.overload.OverloadLimits;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.sdp.Capabilities;
import io.sipcast.sdp.IcePolicy;
import io.sipcast.sdp.RtcpMux;
import io.sipcast.sip.Arrival;
import io.sipcast.sip.CallEvent;
import io.sipcast.sip.CallHandle;
import io.sipcast.sip.Output;
import io.sipcast.sip.Reception;
import io.sipcast.sip.Settings;
import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The parts of one call on real loops and sockets, without the call's thread. */
final class CallParts implements AutoCloseable {
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final Duration LONG = Duration.ofMinutes(1);

    final Loops loops = new Loops(1);
    final PortPool ports =
            new PortPool(24_500, 24_598, Duration.ofSeconds(5), new SplittableRandom(1));
    final List<String> closedOutlets = new ArrayList<>();
    final CallPlan plan;
    final LiveStream live;
    final CallSip sip;
    final CallTalks talks;
    final CallDtmf dtmf;
    final CallStream stream;
    final CallReport report;
    final SipEvents events;
    private final SipDriver driver;
    private final CallServices services;

    CallParts(boolean incoming) throws Exception {
        Executor mayWait = task -> Thread.ofVirtual().start(task);
        driver =
                SipDriver.open(
                        loops,
                        ServerLocator.of(
                                new TargetPolicy(List.of()), List.of(), new Random(1), mayWait),
                        mayWait,
                        new SipDriver.Opening(
                                LOOPBACK,
                                0,
                                SipTls.standard(),
                                new LocalAddresses(LOOPBACK),
                                Settings.DEFAULT,
                                new Random(1)));
        driver.begin();
        plan = plan(incoming ? arrival() : null);
        var trace = new CallTrace(Instant.now(), System.nanoTime());
        var seat = loops.seat();
        live = UnheardStream.open(seat.loop(), "call");
        services = services();
        sip = new CallSip(services, plan, new Deaf());
        talks = new CallTalks("call", sip);
        dtmf = new CallDtmf("call", CallMediaTest.NO_KEYS, sip);
        stream = new CallStream(services, plan, live, seat, dtmf, new Deaf());
        var registration = new CallRegistration(driver, "call", new CallInbox(), trace);
        var setup = new CallSetup(services, plan, sip, talks, stream, registration);
        report = new CallReport(plan, sip, talks, stream, dtmf, trace);
        events = new SipEvents(plan, false, setup, talks, stream, dtmf, report);
    }

    /** Whole calls, whose streams are in this hub. */
    LiveCalls calls(Streams hub) throws IOException {
        return new LiveCalls(
                new LiveCalls.Parts(
                        loops,
                        hub,
                        driver,
                        services.media(),
                        services.outlets(),
                        services.addresses(),
                        new SoundFolder(Optional.empty()),
                        new Overload(new OverloadLimits(LONG, 0), System::nanoTime),
                        services.random()),
                services.settings());
    }

    /** A description with sound in this payload format, and what is said of its direction. */
    static Bytes description(int payloadType, String direction) {
        return Bytes.copyOf(
                """
                v=0
                o=- 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio 4444 RTP/AVP %d
                a=%s
                """
                        .formatted(payloadType, direction)
                        .getBytes(UTF_8));
    }

    private static CallPlan plan(@Nullable Arrival arrival) throws CallRefused {
        CallRequest request = Requests.toBob("rtmp://127.0.0.1/live", "target");
        CallPlan out = CallPlan.of(request, "call", Set.of());
        return new CallPlan(
                out.callId(),
                out.request(),
                out.callee(),
                out.server(),
                out.domain(),
                out.domainPort(),
                out.stream(),
                out.targets(),
                out.headers(),
                out.dtmf(),
                arrival);
    }

    private static Arrival arrival() {
        IpAddress caller = Objects.requireNonNull(IpAddress.parse("127.0.0.1"));
        return new Arrival(
                new CallHandle(-1),
                new Reception.Entry(0, "studio", null),
                new Target(Transport.UDP, caller, 5070),
                NameAddr.parse("From", "<sip:carol@example.net>;tag=x"),
                Uri.parse("sip:studio@127.0.0.1"),
                null);
    }

    private CallServices services() {
        return new CallServices(
                driver,
                new CallMedia.Services(
                        loops,
                        ports,
                        MediaSession.Settings.DEFAULT,
                        AudioCodecs.G711,
                        Capabilities.DEFAULT,
                        new Random(1),
                        CallMediaTest.PLAIN,
                        IcePolicy.OFF,
                        RtcpMux.OFF),
                new Outlets(),
                new LocalAddresses(LOOPBACK),
                new Random(1),
                new LiveCalls.Settings(
                        LONG, false, LONG, LONG, Set.of(), CallMediaTest.NO_KEYS, CallLimits.NONE),
                new Nobody());
    }

    @Override
    public void close() {
        driver.close();
        loops.close();
    }

    private final class Outlets implements Outlet.Factory {
        @Override
        public Outlet open(
                LiveStream ofCall,
                RtmpUrl target,
                EventLoop loop,
                FormWishes form,
                Runnable changed) {
            return new Outlet() {
                @Override
                public String id() {
                    return "push";
                }

                @Override
                public CallInfo.Target state() {
                    return new CallInfo.Target("PUBLISHING", Instant.EPOCH, 0, "");
                }

                @Override
                public void close() {
                    closedOutlets.add(id());
                }
            };
        }

        @Override
        public CallHistory.Load load(LiveStream ofCall) {
            return new CallHistory.Load(0, 0);
        }
    }

    private static final class Deaf implements CallStream.Listener, SipDriver.CallListener {
        @Override
        public void event(CallEvent event) {}

        @Override
        public void trace(Output.Trace message) {}

        @Override
        public void mediaLost(CallEnd why) {}

        @Override
        public void keyFrameBySip() {}

        @Override
        public void mediaBroken(RuntimeException fault) {}

        @Override
        public void targetChanged() {}
    }

    private static final class Nobody implements CallServices.Registry {
        @Override
        public void changed(Call call) {}

        @Override
        public void released(Call call, CallInfo last) {}

        @Override
        public void forgotten(Call call) {}
    }
}
