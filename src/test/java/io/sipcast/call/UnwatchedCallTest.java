package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import io.sipcast.bytes.Bytes;
import io.sipcast.live.LiveStream;
import io.sipcast.live.PcmReader;
import io.sipcast.media.AudioCodecs;
import io.sipcast.media.MediaSession;
import io.sipcast.media.MediaStats;
import io.sipcast.media.Pcm;
import io.sipcast.net.Loops;
import io.sipcast.net.PortPool;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.SoundSteps;
import io.sipcast.sdp.Capabilities;
import io.sipcast.sdp.IcePolicy;
import io.sipcast.sdp.LocalMedia;
import io.sipcast.sdp.Negotiation;
import io.sipcast.sdp.RtcpMux;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call that nobody watches, on real sockets: it is looked after seldom, and lacks nothing. */
@Timeout(60)
class UnwatchedCallTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int PCMU = 0;
    private static final int EVENTS = 101;

    /** A peer that pauses for a second may wake the call up. */
    private static final long PAUSE_NANOS = 900_000_000;

    private static final DtmfTiming TIMING =
            new DtmfTiming(Duration.ofMillis(1), Duration.ofMillis(60), Duration.ofMillis(40));

    private final Loops loops = new Loops(1);
    private final PortPool pool =
            new PortPool(24_200, 24_398, Duration.ofSeconds(5), new SplittableRandom(1));
    private final CallDtmf dtmf = new CallDtmf("call", TIMING, (_, _) -> {});
    private final List<RtpPacket> got = new ArrayList<>();
    private DatagramSocket peer;
    private CallMedia media;
    private LiveStream stream;
    private int port;
    private int sent;
    private long sentNanos;
    private long longestPauseNanos;

    @BeforeEach
    void open() throws Exception {
        peer = new DatagramSocket(0, LOOPBACK);
        peer.setSoTimeout(1);
        EventLoop loop = loops.next();
        stream = UnheardStream.open(loop, "call");
        media =
                CallMedia.open(
                        new CallMedia.Services(
                                loops,
                                pool,
                                MediaSession.Settings.DEFAULT,
                                AudioCodecs.G711,
                                Capabilities.DEFAULT,
                                new Random(1),
                                CallMediaTest.PLAIN,
                                IcePolicy.OFF,
                                RtcpMux.OFF),
                        stream,
                        loop,
                        LOOPBACK,
                        Requests.toBob(),
                        dtmf,
                        new NoLosses());
        LocalMedia ours = media.local("127.0.0.1");
        port = Objects.requireNonNull(ours.audio()).rtp();
        var sdp = new SdpSession(ours, 1);
        var agreed = (Negotiation.Agreed) sdp.acceptOfInvite(answer());
        media.hear(agreed, PeerAddresses.of(agreed));
    }

    private Bytes answer() {
        String answer =
                """
                v=0
                o=- 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio %d RTP/AVP %d %d
                a=rtpmap:%d telephone-event/8000
                """
                        .formatted(peer.getLocalPort(), PCMU, EVENTS, EVENTS);
        return Bytes.copyOf(answer.getBytes(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void onlyWherePacketsCanWait() {
        assumeTrue(Epoll.isAvailable());
    }

    @AfterEach
    void close() {
        media.close();
        peer.close();
        loops.close();
        assertThat(pool.inUse()).isZero();
    }

    @Test
    void nothingThatWaitsIsMissedByWhoAsks() throws Exception {
        boolean rests;
        do {
            untilItRests();
            longestPauseNanos = 0;
            for (int i = 0; i < 30; i++) {
                exchange();
                assertThat(sound().packets().packets()).isEqualTo(sent);
            }
            assertThat(sound().packets().lost()).isZero();
            rests = media.rests();
            pausedUntilNow();
        } while (longestPauseNanos > PAUSE_NANOS);
        assertThat(rests).as("who only counts changes nothing").isTrue();
    }

    @Test
    void thePeerGetsSilenceWithoutAGap() throws Exception {
        untilItRests();
        got.clear();
        long end = System.nanoTime() + 20_000_000_000L;
        while (got.size() <= 40) {
            assertThat(System.nanoTime() - end).as(got.size() + " packets").isNegative();
            exchange();
        }
        assertThat(got).extracting(RtpPacket::payloadType).containsOnly(PCMU);
        SoundSteps.areSteady(got, 160);
    }

    @Test
    void keysAreSentFromTheNextPacketOn() throws Exception {
        untilItRests();
        dtmf.open();
        exchange();
        got.clear();
        assertThat(dtmf.send(Dtmf.of("5", null))).isTrue();
        for (int i = 0; i < 20; i++) {
            exchange();
        }

        assertThat(got).extracting(RtpPacket::payloadType).contains(EVENTS);
        int first = got.stream().map(RtpPacket::payloadType).toList().indexOf(EVENTS);
        assertThat(first).isLessThan(6); // a look of its own would come after 10
        untilItRests();
    }

    @Test
    void whoListensEndsTheRestAndHearsAllThatComes() throws Exception {
        untilItRests();
        exchange();
        try (PcmReader reader = stream.samples()) {
            await().until(() -> !media.rests());
            List<Pcm> heard = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                exchange();
                for (Pcm next = reader.next(); next != null; next = reader.next()) {
                    heard.add(next);
                }
            }
            assertThat(heard).hasSizeGreaterThan(20);
            for (int i = 1; i < heard.size(); i++) {
                assertThat(heard.get(i).startNanos()).isEqualTo(heard.get(i - 1).endNanos());
            }
            assertThat(sound().packets().packets()).isEqualTo(sent);
            assertThat(sound().packets().lost()).isZero();
            assertThat(sound().packets().late()).isZero();
        }
    }

    @Test
    void aPeerThatFallsSilentIsListenedForAgain() throws Exception {
        untilItRests();
        await().until(() -> !media.rests());
        exchange();
        await().until(() -> sound().packets().packets() == sent);
        untilItRests();
    }

    private void untilItRests() {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    exchange();
                    return media.rests();
                });
    }

    /** A packet there, and what has come from there; 20 ms in all, or a little more. */
    private void exchange() throws Exception {
        ByteBuffer packet = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + 160);
        RtpPacket.writeHeader(packet, false, PCMU, sent, sent * 160L, 0xCA11);
        long before = System.nanoTime();
        peer.send(new DatagramPacket(packet.array(), packet.capacity(), LOOPBACK, port));
        pausedUntilNow();
        sentNanos = before;
        sent++;
        long end = System.nanoTime() + 20_000_000;
        while (System.nanoTime() - end < 0) {
            var in = new DatagramPacket(new byte[2000], 2000);
            try {
                peer.receive(in);
                got.add(RtpPacket.read(ByteBuffer.wrap(in.getData(), 0, in.getLength()), 0));
            } catch (java.net.SocketTimeoutException _) {
                // nothing within a millisecond
            }
        }
    }

    private void pausedUntilNow() {
        longestPauseNanos = Math.max(longestPauseNanos, System.nanoTime() - sentNanos);
    }

    private MediaStats.Audio sound() {
        @Nullable MediaStats stats = media.report().stats();
        return Objects.requireNonNull(Objects.requireNonNull(stats).audio());
    }

    private static final class NoLosses implements CallMedia.Listener {
        @Override
        public void mediaLost(CallEnd why) {
            throw new AssertionError(why);
        }

        @Override
        public void keyFrameBySip() {}

        @Override
        public void mediaBroken(RuntimeException fault) {
            throw fault;
        }
    }
}
