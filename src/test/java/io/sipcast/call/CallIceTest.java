package io.sipcast.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.sipcast.bytes.Bytes;
import io.sipcast.ice.IceReport;
import io.sipcast.ice.IceState;
import io.sipcast.ice.stun.StunAttribute;
import io.sipcast.ice.stun.StunAttribute.IceControlling;
import io.sipcast.ice.stun.StunAttribute.Priority;
import io.sipcast.ice.stun.StunAttribute.UseCandidate;
import io.sipcast.ice.stun.StunAttribute.Username;
import io.sipcast.ice.stun.StunAttribute.XorMappedAddress;
import io.sipcast.ice.stun.StunClass;
import io.sipcast.ice.stun.StunIntegrity;
import io.sipcast.ice.stun.StunMessage;
import io.sipcast.media.AudioCodecs;
import io.sipcast.media.MediaSession;
import io.sipcast.media.MediaStats;
import io.sipcast.media.MediaTrack;
import io.sipcast.net.Loops;
import io.sipcast.net.PortPool;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.sdp.Answered;
import io.sipcast.sdp.Capabilities;
import io.sipcast.sdp.IcePolicy;
import io.sipcast.sdp.Negotiation;
import io.sipcast.sdp.RtcpMux;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A scripted peer that finds us by ICE, on real sockets, message by message. */
@ParameterizedClass
@ValueSource(strings = {"127.0.0.1", "::1"})
class CallIceTest {
    private static final String PEER_UFRAG = "peer";
    private static final String PEER_PWD = "thePasswordOfThePeer0123";
    private static final int SSRC = 0x1CE;

    private final InetAddress loopback;
    private final Loops loops = new Loops(1);
    private final PortPool pool =
            new PortPool(24_200, 24_398, Duration.ofSeconds(5), new SplittableRandom(1));
    private final DatagramSocket peer;
    private final DatagramSocket stranger;
    private final Random random = new Random(5);
    private final CallMedia media;
    private final int port;
    private SdpSession sdp;
    private int sequence;

    CallIceTest(String address) throws Exception {
        loopback = InetAddress.ofLiteral(address);
        peer = new DatagramSocket(0, loopback);
        stranger = new DatagramSocket(0, loopback);
        peer.setSoTimeout(5000);
        EventLoop loop = loops.next();
        media =
                CallMedia.open(
                        new CallMedia.Services(
                                loops,
                                pool,
                                MediaSession.Settings.DEFAULT,
                                AudioCodecs.G711,
                                Capabilities.DEFAULT,
                                random,
                                CallMediaTest.PLAIN,
                                IcePolicy.ANSWER,
                                RtcpMux.ANSWER),
                        UnheardStream.open(loop, "call"),
                        loop,
                        loopback,
                        Requests.toBob(),
                        new CallDtmf("call", CallMediaTest.NO_KEYS, (_, _) -> {}),
                        new Silent());
        port = Objects.requireNonNull(media.local(address).audio()).rtp();
        sdp = SdpSession.answering(media.local(address), 1);
    }

    private static final class Silent implements CallMedia.Listener {
        @Override
        public void mediaLost(CallEnd why) {
            throw new AssertionError(why.sentence());
        }

        @Override
        public void keyFrameBySip() {}

        @Override
        public void mediaBroken(RuntimeException fault) {
            throw fault;
        }
    }

    @AfterEach
    void close() {
        media.close();
        peer.close();
        stranger.close();
        loops.close();
        assertThat(pool.inUse()).isZero();
    }

    private String ip() {
        return loopback.getHostAddress();
    }

    /** Offers with these lines besides, and returns our answer. */
    private String offer(String lines) {
        String family = loopback.getAddress().length == 4 ? "IP4" : "IP6";
        String offer =
                """
                v=0
                o=- 1 1 IN %1$s %2$s
                s=-
                c=IN %1$s %2$s
                t=0 0
                m=audio %3$d RTP/AVP 0
                """
                                .formatted(family, ip(), peer.getLocalPort())
                        + lines;
        var answered = (Answered.Accepted) sdp.answer(Bytes.copyOf(offer.getBytes(UTF_8)));
        Negotiation.Agreed agreed = answered.agreed();
        media.hear(agreed, PeerAddresses.of(agreed));
        media.stats(); // the loop has heard of it
        return answered.answer().print();
    }

    private String iceOffer(String ufrag) {
        return offer(
                "a=rtcp-mux\na=ice-ufrag:%s\na=ice-pwd:%s\na=candidate:1 1 UDP 1 %s %d typ host\n"
                        .formatted(ufrag, PEER_PWD, ip(), peer.getLocalPort()));
    }

    private static String value(String sdp, String name) {
        Matcher line = Pattern.compile("a=" + name + ":(\\S+)").matcher(sdp);
        assertThat(line.find()).as(name).isTrue();
        return line.group(1);
    }

    private byte[] check(String answer, String ufrag, String pwd, boolean nominates) {
        List<StunAttribute> attributes = new ArrayList<>();
        attributes.add(new Username(value(answer, "ice-ufrag") + ":" + ufrag));
        attributes.add(new Priority(1));
        attributes.add(new IceControlling(1));
        if (nominates) {
            attributes.add(new UseCandidate());
        }
        return StunIntegrity.SHA1.protect(
                StunMessage.request(random, attributes), StunIntegrity.key(pwd));
    }

    private void send(DatagramSocket from, byte[] bytes) throws IOException {
        from.send(new DatagramPacket(bytes, bytes.length, loopback, port));
    }

    private void sendRtp(DatagramSocket from, int ssrc) throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + 160);
        RtpPacket.writeHeader(packet, false, 0, sequence, sequence * 160L, ssrc);
        sequence++;
        send(from, packet.array());
    }

    /** The next datagram that is so, of which the source must be our RTP port. */
    private ByteBuffer receive(boolean stun) throws IOException {
        while (true) {
            var packet = new DatagramPacket(new byte[2000], 2000);
            peer.receive(packet);
            assertThat(packet.getPort()).isEqualTo(port);
            ByteBuffer bytes = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
            if (StunMessage.isStun(bytes) == stun) {
                return bytes;
            }
        }
    }

    private MediaStats.Packets sound() {
        MediaStats stats = Objects.requireNonNull(media.stats());
        return Objects.requireNonNull(stats.audio()).packets();
    }

    private IceReport report() {
        return Objects.requireNonNull(media.iceReport().get(MediaTrack.AUDIO));
    }

    private void awaitHeard(DatagramSocket from) {
        long before = sound().packets();
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    sendRtp(from, SSRC);
                    return sound().packets() > before;
                });
    }

    @Test
    void onlyWhoKnowsThePasswordIsHeardAndSentTo() throws Exception {
        String answer = iceOffer(PEER_UFRAG);
        assertThat(answer).contains("a=ice-lite", "a=rtcp-mux", "a=candidate:1 1 UDP");
        for (int i = 0; i < 20; i++) {
            sendRtp(peer, 0xBAD); // from where the SDP says: that proves nothing
            send(stranger, check(answer, PEER_UFRAG, PEER_PWD, true)); // a wrong password
            sendRtp(stranger, 0xBAD);
        }
        await().alias("refused").untilAsserted(() -> assertThat(report().refused()).isEqualTo(20));
        assertThat(sound().packets()).isZero();
        assertThat(report().state()).isEqualTo(IceState.CHECKING);

        String pwd = value(answer, "ice-pwd");
        send(peer, check(answer, PEER_UFRAG, pwd, false));
        ByteBuffer success = receive(true);
        StunMessage response = StunMessage.read(success);
        assertThat(response.kind()).isEqualTo(StunClass.SUCCESS);
        var mapped = Objects.requireNonNull(response.find(XorMappedAddress.class)).address();
        assertThat(mapped.port()).isEqualTo(peer.getLocalPort());
        assertThat(mapped.ip().toBytes()).isEqualTo(loopback.getAddress());
        assertThat(StunIntegrity.SHA1.verify(success, StunIntegrity.key(pwd))).isTrue();
        awaitHeard(peer);

        send(peer, check(answer, PEER_UFRAG, pwd, true));
        receive(true);
        assertThat(receive(false).get(0) & 0xC0).as("silence, as RTP").isEqualTo(0x80);
        assertThat(report().state()).isEqualTo(IceState.COMPLETED);
        assertThat(report().role()).isEqualTo(IceReport.Role.LITE);
        assertThat(report().pairs().getFirst().remote())
                .isEqualTo((ip().contains(":") ? "[::1]:" : ip() + ":") + peer.getLocalPort());
        for (int i = 0; i < 20; i++) {
            sendRtp(stranger, 0xBAD);
        }
        awaitHeard(peer);
        assertThat(sound().ssrc()).isEqualTo(SSRC);
        assertThat(sound().restarts()).isZero();
    }

    /** Both ways: our reports come from the port of RTP, theirs are no media. */
    @Test
    void reportsShareThePortOfRtp() throws Exception {
        String answer = iceOffer(PEER_UFRAG);
        String pwd = value(answer, "ice-pwd");
        send(peer, check(answer, PEER_UFRAG, pwd, true));
        awaitHeard(peer);

        long packets = sound().packets();
        byte[] receiverReport = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 1};
        send(peer, receiverReport);
        send(peer, check(answer, PEER_UFRAG, pwd, true)); // what answers it comes after
        do {
            receive(true);
        } while (report().checks() < 2);
        assertThat(sound().packets()).isEqualTo(packets);
        assertThat(sound().malformed()).isZero();

        int others = 0;
        while (!isReport()) {
            assertThat(++others).as("in 20 s").isLessThan(1000);
        }
    }

    private boolean isReport() throws IOException {
        int type = receive(false).get(1) & 0xFF;
        return type >= 200 && type <= 204;
    }

    @Test
    void aRestartMovesToWhereThePeerIsNow() throws Exception {
        String first = iceOffer(PEER_UFRAG);
        send(peer, check(first, PEER_UFRAG, value(first, "ice-pwd"), true));
        awaitHeard(peer);

        String second = iceOffer("pee2");
        assertThat(value(second, "ice-ufrag")).isNotEqualTo(value(first, "ice-ufrag"));
        assertThat(value(second, "ice-pwd")).isNotEqualTo(value(first, "ice-pwd"));
        awaitHeard(peer); // meanwhile
        await().until(() -> {
            send(stranger, check(second, "pee2", value(second, "ice-pwd"), true));
            return report().restarts() == 1 && report().state() == IceState.COMPLETED;
        });
        awaitHeard(stranger);
    }

    /** A peer without ICE is held to the latch, and its STUN is nothing. */
    @Test
    void withoutIceStunIsNobodys() throws Exception {
        String answer = offer("");
        assertThat(answer).doesNotContain("ice-", "rtcp-mux");
        byte[] request =
                StunIntegrity.unprotected(
                        StunMessage.request(random, List.of(new Username("who:me"))));
        for (int i = 0; i < 10; i++) {
            send(stranger, request);
        }
        awaitHeard(peer);
        for (int i = 0; i < 10; i++) {
            sendRtp(stranger, 0xBAD);
        }
        awaitHeard(peer);
        assertThat(sound().ssrc()).isEqualTo(SSRC);
        assertThat(media.iceReport()).isEqualTo(Map.of());
        stranger.setSoTimeout(50);
        assertThat(isQuiet(stranger)).isTrue();
    }

    private static boolean isQuiet(DatagramSocket socket) throws IOException {
        try {
            socket.receive(new DatagramPacket(new byte[100], 100));
            return false;
        } catch (SocketTimeoutException _) {
            return true;
        }
    }
}
