package io.sipcast.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.AudioCodecs;
import io.sipcast.media.MediaSession;
import io.sipcast.media.MediaStats;
import io.sipcast.net.DtlsIdentity;
import io.sipcast.net.Loops;
import io.sipcast.net.PortPool;
import io.sipcast.net.PortSecurity;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.rtp.srtp.MasterKey;
import io.sipcast.rtp.srtp.ReceptionKey;
import io.sipcast.rtp.srtp.SrtpReceiver;
import io.sipcast.rtp.srtp.SrtpSender;
import io.sipcast.rtp.srtp.SrtpSuite;
import io.sipcast.sdp.Answered;
import io.sipcast.sdp.Capabilities;
import io.sipcast.sdp.Encryption;
import io.sipcast.sdp.IcePolicy;
import io.sipcast.sdp.RtcpMux;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer, scripted, whose offers bring other keys in the middle of a call. */
class RekeyTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final Pattern CRYPTO = Pattern.compile("a=crypto:(\\d) (\\S+) inline:(\\S+)");
    private static final SrtpSuite SUITE = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
    private static final int SSRC = 0x5EC0DE;
    private static final int PACKETS = 20;

    private final Loops loops = new Loops(1);
    private final PortPool pool =
            new PortPool(23_300, 23_398, Duration.ZERO, new SplittableRandom(1));
    private final BlockingQueue<CallEnd> lost = new LinkedBlockingQueue<>();
    private final Random random = new Random(3);
    private CallMedia media;
    private SdpSession sdp;
    private DatagramSocket peer;
    private int port;
    private int sequence = 65_530; // it wraps soon

    @BeforeEach
    void open() throws Exception {
        peer = new DatagramSocket(0, LOOPBACK);
        peer.setSoTimeout(10_000);
        var loop = loops.next();
        var security =
                new MediaSecurity(
                        Encryption.REQUIRED,
                        true,
                        true,
                        DtlsIdentity.create(new SecureRandom()),
                        random);
        media =
                CallMedia.open(
                        new CallMedia.Services(
                                loops,
                                pool,
                                MediaSession.Settings.DEFAULT,
                                AudioCodecs.G711,
                                Capabilities.DEFAULT,
                                random,
                                security,
                                IcePolicy.OFF,
                                RtcpMux.ANSWER),
                        UnheardStream.open(loop, "call"),
                        loop,
                        LOOPBACK,
                        Requests.toBob(),
                        new CallDtmf(
                                "call",
                                new DtmfTiming(Duration.ZERO, Duration.ZERO, Duration.ZERO),
                                (_, _) -> {}),
                        new Losses());
        var ours = media.local("127.0.0.1");
        port = Objects.requireNonNull(ours.audio()).rtp();
        sdp = SdpSession.answering(ours, 1);
    }

    @AfterEach
    void close() {
        media.close();
        peer.close();
        loops.close();
    }

    @Test
    void anotherKeyOfThePeerIsTakenWithoutAGap() throws Exception {
        MasterKey first = MasterKey.random(SUITE, random);
        SrtpSender before = new SrtpSender(first);
        Answered.Accepted answer = offer("RTP/SAVP", crypto(first));
        media.hear(answer.agreed(), PeerAddresses.of(answer.agreed()));
        SrtpReceiver ours = new SrtpReceiver(ReceptionKey.of(keyIn(answer)));
        for (int i = 0; i < PACKETS; i++) {
            send(before);
        }
        awaitReceived(PACKETS);
        hears(ours);

        MasterKey second = MasterKey.random(SrtpSuite.AEAD_AES_256_GCM, random);
        byte[] underWay = sealed(before);
        Answered.Accepted next = offer("RTP/SAVP", crypto(second));
        assertThat(keyIn(next).suite()).isEqualTo(SrtpSuite.AEAD_AES_256_GCM);
        media.update(next.agreed(), PeerAddresses.of(next.agreed()), false);
        sound(); // waits for the loop
        SrtpSender after = new SrtpSender(second);
        send(after);
        send(underWay);
        for (int i = 0; i < PACKETS; i++) {
            send(after);
        }
        awaitReceived(2 * PACKETS + 2);
        hears(new SrtpReceiver(ReceptionKey.of(keyIn(next))));

        PortSecurity.Stats stats = security();
        assertThat(stats.suite()).isEqualTo(SrtpSuite.AEAD_AES_256_GCM);
        assertThat(stats.packets().unauthentic()).isZero();
        assertThat(sound().packets().lost()).isZero();
        assertThat(sound().packets().restarts()).isZero();
        assertThat(lost).isEmpty();
    }

    @Test
    void theSameKeyAgainGoesOnWhereItWas() throws Exception {
        MasterKey key = MasterKey.random(SUITE, random);
        SrtpSender sender = new SrtpSender(key);
        Answered.Accepted answer = offer("RTP/SAVP", crypto(key));
        media.hear(answer.agreed(), PeerAddresses.of(answer.agreed()));
        SrtpReceiver ours = new SrtpReceiver(ReceptionKey.of(keyIn(answer)));
        byte[] replayed = sealed(sender);
        send(replayed);
        for (int i = 1; i < PACKETS; i++) {
            send(sender); // past the wrap
        }
        awaitReceived(PACKETS);

        Answered.Accepted again = offer("RTP/SAVP", crypto(key) + "a=sendonly\n");
        assertThat(keyIn(again)).isEqualTo(keyIn(answer));
        media.update(again.agreed(), PeerAddresses.of(again.agreed()), true);
        sound(); // waits for the loop
        Answered.Accepted resumed = offer("RTP/SAVP", crypto(key));
        media.update(resumed.agreed(), PeerAddresses.of(resumed.agreed()), false);
        sound(); // waits for the loop
        send(replayed);
        for (int i = 0; i < PACKETS; i++) {
            send(sender);
        }
        awaitReceived(2 * PACKETS);
        assertThat(security().packets().replayed()).isEqualTo(1);
        assertThat(security().packets().unauthentic()).isZero();
        hears(ours);
    }

    @Test
    void aHandshakeThatThePeerRefusesEndsTheCallInASentence() throws Exception {
        String fingerprint = "a=fingerprint:sha-256 " + "00:".repeat(31) + "00\n";
        Answered.Accepted answer =
                offer("UDP/TLS/RTP/SAVPF", fingerprint + "a=setup:active\na=rtcp-mux\n");
        media.hear(answer.agreed(), PeerAddresses.of(answer.agreed()));
        byte[] alert = {21, (byte) 254, (byte) 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 40};
        peer.send(new DatagramPacket(alert, alert.length, LOOPBACK, port));

        assertThat(lost.take())
                .isInstanceOfSatisfying(
                        CallEnd.NotEncrypted.class,
                        end ->
                                assertThat(end.sentence())
                                        .startsWith("The media could not be encrypted: the peer"));
        assertThat(sound().packets().packets()).isZero();
    }

    private Answered.Accepted offer(String protocol, String lines) {
        String offer =
                """
                v=0
                o=- 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio %d %s 0
                %s\
                """
                        .formatted(peer.getLocalPort(), protocol, lines);
        return (Answered.Accepted) sdp.answer(Bytes.copyOf(offer.getBytes(UTF_8)));
    }

    private static String crypto(MasterKey key) {
        String inline = Base64.getEncoder().encodeToString(key.toBytes());
        return "a=crypto:1 " + key.suite() + " inline:" + inline + "\n";
    }

    /** What we answered with. */
    private static MasterKey keyIn(Answered.Accepted answer) {
        Matcher crypto = CRYPTO.matcher(answer.answer().print());
        assertThat(crypto.find()).isTrue();
        return new MasterKey(
                SrtpSuite.valueOf(crypto.group(2)), Base64.getDecoder().decode(crypto.group(3)));
    }

    private void send(SrtpSender sender) throws IOException {
        send(sealed(sender));
    }

    private byte[] sealed(SrtpSender sender) {
        ByteBuffer packet = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + 160);
        RtpPacket.writeHeader(packet, false, 0, sequence & 0xFFFF, sequence * 160L, SSRC);
        sequence++;
        ByteBuffer sealed = Objects.requireNonNull(sender.rtp(packet.clear()));
        byte[] bytes = new byte[sealed.remaining()];
        sealed.get(bytes);
        return bytes;
    }

    private void send(byte[] bytes) throws IOException {
        peer.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, port));
    }

    /** Our silence comes, and this key opens it. */
    private void hears(SrtpReceiver ours) throws IOException {
        while (true) {
            var packet = new DatagramPacket(new byte[2000], 2000);
            try {
                peer.receive(packet);
            } catch (SocketTimeoutException _) {
                throw new AssertionError("nothing that this key opens; " + ours.counters());
            }
            ByteBuffer opened =
                    ours.rtp(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()), 0);
            if (opened != null) {
                assertThat(opened.get(RtpPacket.HEADER_SIZE)).isEqualTo((byte) 0xFF);
                return;
            }
        }
    }

    private void awaitReceived(long packets) {
        await().untilAsserted(() -> assertThat(sound().packets().packets()).isEqualTo(packets));
    }

    private PortSecurity.Stats security() {
        return Objects.requireNonNull(media.securityStats().get("audio"));
    }

    private MediaStats.Audio sound() {
        return Objects.requireNonNull(Objects.requireNonNull(media.stats()).audio());
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
}
