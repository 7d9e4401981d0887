package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.sipcast.bytes.Bytes;
import io.sipcast.media.AudioCodecs;
import io.sipcast.media.MediaSession;
import io.sipcast.media.MediaStats;
import io.sipcast.net.DtlsIdentity;
import io.sipcast.net.Loops;
import io.sipcast.net.PortPool;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.sdp.Capabilities;
import io.sipcast.sdp.Encryption;
import io.sipcast.sdp.IcePolicy;
import io.sipcast.sdp.LocalMedia;
import io.sipcast.sdp.Negotiation;
import io.sipcast.sdp.RtcpMux;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is heard before and after the answer, on real sockets. */
class CallMediaTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int PCMU = 0;
    private static final int PCMA = 8;
    static final DtmfTiming NO_KEYS =
            new DtmfTiming(Duration.ofMillis(1), Duration.ofMillis(40), Duration.ofMillis(40));
    private static final int EARLY_SSRC = 0xEA;
    private static final int LATER_SSRC = 0x1A;

    private final Loops loops = new Loops(1);
    private final PortPool pool =
            new PortPool(24_000, 24_198, Duration.ofSeconds(5), new SplittableRandom(1));
    private final BlockingQueue<CallEnd> lost = new LinkedBlockingQueue<>();
    private DatagramSocket early;
    private DatagramSocket later;
    private SdpSession sdp;
    private CallMedia media;
    private int port;
    private int sequence;

    static final MediaSecurity PLAIN =
            new MediaSecurity(
                    Encryption.OFF,
                    false,
                    false,
                    DtlsIdentity.create(new SecureRandom()),
                    new Random(2));

    @BeforeEach
    void open() throws Exception {
        early = new DatagramSocket(0, LOOPBACK);
        later = new DatagramSocket(0, LOOPBACK);
        early.setSoTimeout(5000);
        later.setSoTimeout(5000);
        EventLoop loop = loops.next();
        media =
                CallMedia.open(
                        new CallMedia.Services(
                                loops,
                                pool,
                                MediaSession.Settings.DEFAULT,
                                AudioCodecs.G711,
                                Capabilities.DEFAULT,
                                new Random(1),
                                PLAIN,
                                IcePolicy.OFF,
                                RtcpMux.OFF),
                        UnheardStream.open(loop, "call"),
                        loop,
                        LOOPBACK,
                        Requests.toBob(),
                        new CallDtmf("call", NO_KEYS, (_, _) -> {}),
                        new Losses());
        LocalMedia ours = media.local("127.0.0.1");
        port = Objects.requireNonNull(ours.audio()).rtp();
        sdp = new SdpSession(ours, 1);
    }

    @AfterEach
    void close() {
        media.close();
        early.close();
        later.close();
        loops.close();
        assertThat(pool.inUse()).isZero();
    }

    @Test
    void anotherDescriptionInTheAnswerMovesToItsSource() throws Exception {
        hear(early, PCMU);
        awaitHeard(early, PCMU, EARLY_SSRC);
        assertThat(payloadType(early)).as("silence goes there").isEqualTo(PCMU);

        hear(later, PCMA);
        awaitHeard(later, PCMA, LATER_SSRC);
        awaitHeard(later, PCMA, LATER_SSRC); // a second packet confirms the other source
        for (int i = 0; i < 20; i++) { // the announcement goes on, but nobody hears it any more
            send(early, PCMA, EARLY_SSRC);
        }
        awaitHeard(later, PCMA, LATER_SSRC);

        assertThat(sound().packets().restarts()).isEqualTo(1);
        assertThat(sound().codec()).isEqualTo("PCMA");
        assertThat(payloadType(later)).as("silence goes there").isEqualTo(PCMA);
    }

    @Test
    void theSameDescriptionChangesNothing() throws Exception {
        hear(early, PCMU);
        awaitHeard(early, PCMU, EARLY_SSRC);
        hear(early, PCMU);
        for (int i = 0; i < 5; i++) {
            send(later, PCMU, LATER_SSRC); // the latch is not open again
        }
        awaitHeard(early, PCMU, EARLY_SSRC);

        assertThat(sound().packets().restarts()).isZero();
    }

    @Test
    void mediaIsNotMissedBeforeTheAnswer() throws Exception {
        hear(early, PCMU);
        payloadType(early); // some ticks
        payloadType(early);
        assertThat(lost).isEmpty();

        media.watch(
                new MediaWatch(Duration.ofMillis(1), Duration.ofMillis(1), System.nanoTime()),
                () -> new CallHistory.Load(0, 0));
        assertThat(lost.take()).isInstanceOf(CallEnd.NoMedia.class);
    }

    private final class Losses implements CallMedia.Listener {
        @Override
        public void mediaLost(CallEnd why) {
            lost.add(why);
        }

        @Override
        public void keyFrameBySip() {}

        @Override
        public void mediaBroken(RuntimeException fault) {
            throw fault;
        }
    }

    private void hear(DatagramSocket peer, int payloadType) {
        Negotiation.Agreed agreed = agreed(peer, payloadType);
        media.hear(agreed, PeerAddresses.of(agreed));
    }

    private Negotiation.Agreed agreed(DatagramSocket peer, int payloadType) {
        String answer =
                """
                v=0
                o=- 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio %d RTP/AVP %d
                """
                        .formatted(peer.getLocalPort(), payloadType);
        return (Negotiation.Agreed)
                sdp.acceptOfInvite(Bytes.copyOf(answer.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends until packets of this source are what is heard. */
    private void awaitHeard(DatagramSocket peer, int payloadType, int ssrc) {
        long before = received();
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    send(peer, payloadType, ssrc);
                    return received() > before && sound().packets().ssrc() == ssrc;
                });
    }

    private void send(DatagramSocket peer, int payloadType, int ssrc) throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + 160);
        RtpPacket.writeHeader(packet, false, payloadType, sequence, sequence * 160L, ssrc);
        sequence++;
        peer.send(new DatagramPacket(packet.array(), packet.capacity(), LOOPBACK, port));
    }

    /** Of the next packet that we are sent. */
    private static int payloadType(DatagramSocket peer) throws IOException {
        var packet = new DatagramPacket(new byte[2000], 2000);
        peer.receive(packet);
        return packet.getData()[1] & 0x7F;
    }

    private long received() {
        MediaStats stats = media.stats();
        return stats == null || stats.audio() == null ? 0 : stats.audio().packets().packets();
    }

    private MediaStats.Audio sound() {
        @Nullable MediaStats stats = media.stats();
        return Objects.requireNonNull(Objects.requireNonNull(stats).audio());
    }
}
