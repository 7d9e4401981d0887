package io.sipcast.bench.peers;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.sdp.SessionDescription;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Many callees behind one SIP address (UDP): each INVITE is answered at once, media flows until its
 * BYE. All calls send from the same two ports, one for each medium, so that one system call takes
 * the packets of many; what the gateway sends there is not read. Needs epoll (Linux). Thread safe.
 */
public final class LoadCallee implements AutoCloseable {
    /** A bench goes no further: more calls are refused. */
    public static final int MOST_CALLS = 1000;

    private static final int MOST_LOGS = 4 * MOST_CALLS;

    private final Load load;
    private final EventLoopGroup loops;
    private final PacketSocket[] audio;
    private final PacketSocket[] video;
    private final LatenessMeter lateness = new LatenessMeter();
    private final Pacer pacer;
    private final SipCallee sip;
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger going = new AtomicInteger();
    private final Set<String> users = ConcurrentHashMap.newKeySet(); // in a call
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final List<SendingCall> plain = new ArrayList<>();
    private final Map<String, SendLog> logs =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, SendLog> eldest) {
                    return size() > MOST_LOGS;
                }
            };

    public LoadCallee(Load load) {
        this.load = load;
        loops =
                new MultiThreadIoEventLoopGroup(
                        2,
                        new DefaultThreadFactory("load-callee", true),
                        EpollIoHandler.newFactory());
        EventLoop media = loops.next();
        audio = PacketSocket.openPair(media);
        video = PacketSocket.openPair(media);
        pacer = new Pacer(media, List.of(audio[0], video[0], audio[1], video[1]), lateness);
        sip = SipCallee.open(loops.next(), new Calls());
    }

    /** What each call of it sends. */
    public Load load() {
        return load;
    }

    private final class Calls implements SipCallee.Calls {
        @Override
        public SipCallee.@Nullable Answer invited(String user, byte[] offer) {
            CallTerms terms = going.get() < MOST_CALLS ? terms(offer) : null;
            if (terms == null) {
                return null;
            }
            SendingCall call = call(user, terms.audio(), terms.video());
            return new SipCallee.Answer(user, SipCallee.utf8(terms.answer().print()), call);
        }

        @Override
        public void answered(SipCallee.Answer call) {
            going.incrementAndGet();
            users.add(call.user());
            pacer.add(call.media());
        }

        @Override
        public void ended(SipCallee.Answer call) {
            going.decrementAndGet();
            users.remove(call.user());
            pacer.remove(call.media());
        }
    }

    private @Nullable CallTerms terms(byte[] offer) {
        try {
            return CallTerms.of(
                    SessionDescription.parse(offer),
                    load,
                    audio[0].port(),
                    video[0].port(),
                    random);
        } catch (ProtocolException _) {
            return null;
        }
    }

    /** Calls begin at places of the loop that are far from each other. */
    private SendingCall call(
            String user, RtpTrack.@Nullable Terms sound, RtpTrack.@Nullable Terms pictures) {
        int number = count.getAndIncrement();
        int packets = load.sound().packets();
        var call =
                new SendingCall(
                        load,
                        sound == null ? null : new RtpTrack(audio, sound, 4 * number + 2),
                        pictures == null ? null : new RtpTrack(video, pictures, 4 * number + 3),
                        (int) (number * 7919L % packets));
        synchronized (logs) {
            logs.remove(user); // the last one is the youngest
            logs.put(user, call.log());
        }
        return call;
    }

    /** Where it is called; any user will do, and tells the calls apart. */
    public InetSocketAddress sip() {
        return sip.address();
    }

    /** {@code sip:USER@127.0.0.1:PORT}. */
    public String uri(String user) {
        return "sip:" + user + "@127.0.0.1:" + sip().getPort();
    }

    /** How many calls are going on. */
    public int calls() {
        synchronized (plain) {
            return going.get() + plain.size();
        }
    }

    /** How many of these users are in a call. */
    public int calls(Collection<String> of) {
        return Math.toIntExact(of.stream().filter(users::contains).count());
    }

    /**
     * Sends without SIP, and not encrypted: call i has its sound at {@code firstPort + 4 i} and its
     * pictures two ports above, each with RTCP on the port above it.
     */
    public void sendTo(int calls, int firstPort) {
        if (calls < 1 || calls > MOST_CALLS || firstPort + 4 * calls > 65_536) {
            throw new IllegalArgumentException(calls + " calls from port " + firstPort + " on");
        }
        synchronized (plain) {
            for (int i = 0; i < calls; i++) {
                int port = firstPort + 4 * i;
                PictureLoop pictures = load.pictures();
                SendingCall call =
                        call(
                                "c" + i,
                                terms(
                                        port,
                                        PlainDescription.soundType(load),
                                        load.sound().encoding().clockRateHz()),
                                pictures == null
                                        ? null
                                        : terms(
                                                port + 2,
                                                PlainDescription.PICTURES,
                                                PictureLoop.CLOCK_HZ));
                plain.add(call);
                pacer.add(call);
            }
        }
    }

    private static RtpTrack.Terms terms(int port, int payloadType, int clockHz) {
        return new RtpTrack.Terms(
                new InetSocketAddress(PacketSocket.LOOPBACK, port),
                new InetSocketAddress(PacketSocket.LOOPBACK, port + 1),
                payloadType,
                clockHz,
                null);
    }

    /** What a receiver of call i of {@link #sendTo} needs to know, as SDP. */
    public String sdp(int call, int firstPort) {
        return PlainDescription.of(load, firstPort + 4 * call);
    }

    /** Ends what {@link #sendTo} began; calls over SIP go on. */
    public void stopSending() {
        synchronized (plain) {
            plain.forEach(pacer::remove);
            plain.clear();
        }
    }

    /**
     * What was sent to a call, also when it has ended.
     *
     * @param user of the URI that was called; {@code c12} for call 12 of {@link #sendTo}
     * @throws IllegalArgumentException when there was none, or thousands of others since
     */
    public SendLog sent(String user) {
        synchronized (logs) {
            SendLog log = logs.get(user);
            if (log == null) {
                throw new IllegalArgumentException("no call to " + user);
            }
            return log;
        }
    }

    /** Of all packets of sound since the start, or since {@link #forgetLateness}. */
    public Lateness lateness() {
        return lateness.read();
    }

    public void forgetLateness() {
        lateness.forget();
    }

    /** Hangs up in all calls. May be repeated. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        sip.close();
        stopSending();
        pacer.close();
        for (PacketSocket socket : List.of(audio[0], video[0], audio[1], video[1])) {
            socket.close();
        }
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
