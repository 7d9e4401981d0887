package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.sipcast.rtp.srtp.MasterKey;
import io.sipcast.rtp.srtp.ReceptionKey;
import io.sipcast.rtp.srtp.SrtpSuite;
import io.sipcast.sdp.Fingerprint;
import io.sipcast.sdp.Keying;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two ports that talk to each other, over the loopback interface. */
class PortSecurityTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress STRANGER = InetAddress.ofLiteral("127.0.0.66");

    private final Loops loops = new Loops(1);
    private final PortPool pool =
            new PortPool(23_200, 23_298, Duration.ZERO, new SplittableRandom(1));
    private final Random random = new Random(11);
    private End left;
    private End right;

    /** One side: a port, its encryption and what it heard. */
    private final class End implements RtpPort.Handler {
        final DtlsIdentity identity = DtlsIdentity.create(new SecureRandom());
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
        final RtpPort port;
        final PortSecurity security;

        End() {
            EventLoop loop = loops.next();
            port = RtpPort.open(loops, loop, LOOPBACK, pool, RtpPort.Options.AUDIO, this).join();
            security = new PortSecurity(port, identity, failures::add);
        }

        void agree(Keying keying, End peer, boolean mux) throws Exception {
            onLoop(() -> {
                long now = System.nanoTime();
                security.use(keying, new PortSecurity.Peer(peer.address(), false), mux, now);
                InetSocketAddress rtcp = new InetSocketAddress(LOOPBACK, peer.port.port() + 1);
                port.describe(peer.address(), mux ? peer.address() : rtcp, now);
                return true;
            });
        }

        InetSocketAddress address() {
            return new InetSocketAddress(LOOPBACK, port.port());
        }

        void sendRtp(int sequence) throws Exception {
            onLoop(() -> {
                port.sendRtp(media(sequence));
                return true;
            });
        }

        void sendRtcp(int number) throws Exception {
            onLoop(() -> {
                port.sendRtcp(report(number));
                return true;
            });
        }

        PortSecurity.@Nullable Stats stats() throws Exception {
            return onLoop(security::stats);
        }

        boolean encrypted() throws Exception {
            PortSecurity.Stats stats = stats();
            return stats != null && stats.suite() != null;
        }

        <T extends @Nullable Object> T onLoop(Callable<T> what) throws Exception {
            return port.loop().submit(what).get(5, TimeUnit.SECONDS);
        }

        String next() throws Exception {
            return String.valueOf(heard.poll(5, TimeUnit.SECONDS));
        }

        @Override
        public void rtp(ByteBuffer packet, long nowNanos) {
            boolean report = (packet.get(packet.position() + 1) & 0xFF) == 200;
            heard.add(report ? "muxed " + packet.getInt(8) : "rtp " + packet.getShort(2));
        }

        @Override
        public void rtcp(ByteBuffer packet, long nowNanos) {
            heard.add("rtcp " + packet.getInt(8));
        }

        void close() throws Exception {
            onLoop(() -> {
                security.close();
                return true;
            });
            port.closeAsync().join();
        }
    }

    @BeforeEach
    void open() {
        left = new End();
        right = new End();
    }

    @AfterEach
    void close() throws Exception {
        left.close();
        right.close();
        loops.close();
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void mediaFlowsOnceTheHandshakeIsOver(boolean leftActive, boolean mux) throws Exception {
        left.agree(dtls(right.identity.fingerprint(), leftActive), right, mux);
        left.sendRtp(1); // nothing may leave unencrypted
        left.sendRtcp(1);
        right.agree(dtls(left.identity.fingerprint(), !leftActive), left, mux);
        awaitEncryption();

        left.sendRtp(2);
        assertThat(right.next()).isEqualTo("rtp 2");
        right.sendRtp(3);
        assertThat(left.next()).isEqualTo("rtp 3");
        await().untilAsserted(() -> {
            left.sendRtcp(4);
            assertThat(right.heard.poll(100, TimeUnit.MILLISECONDS))
                    .isEqualTo(mux ? "muxed 4" : "rtcp 4");
        });
        PortSecurity.Stats stats = Objects.requireNonNull(right.stats());
        assertThat(stats.suite()).isEqualTo(SrtpSuite.AEAD_AES_256_GCM);
        assertThat(stats.keyExchange()).isEqualTo("DTLS");
        assertThat(stats.packets().unauthentic()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void anotherCertificateThanAnnouncedGetsNoKeys(boolean leftActive) throws Exception {
        Fingerprint other = DtlsIdentity.create(new SecureRandom()).fingerprint();
        left.agree(dtls(other, leftActive), right, true);
        right.agree(dtls(left.identity.fingerprint(), !leftActive), left, true);

        assertThat(left.failures.poll(10, TimeUnit.SECONDS))
                .isEqualTo(
                        "the DTLS handshake failed:"
                                + " its certificate is not the one that its SDP names");
        assertThat(left.encrypted()).isFalse();
    }

    @Test
    void aNewAssociationTakesOverWithoutAGap() throws Exception {
        left.agree(dtls(right.identity.fingerprint(), true), right, true);
        right.agree(dtls(left.identity.fingerprint(), false), left, true);
        awaitEncryption();
        left.sendRtp(1);
        assertThat(right.next()).isEqualTo("rtp 1");

        left.agree(again(right.identity.fingerprint(), false), right, true);
        right.agree(again(left.identity.fingerprint(), true), left, true);
        for (int sequence = 2; sequence < 300; sequence++) {
            left.sendRtp(sequence);
            assertThat(right.next()).isEqualTo("rtp " + sequence);
            Thread.sleep(1);
        }
        assertThat(Objects.requireNonNull(right.stats()).packets().unauthentic()).isZero();
    }

    @Test
    void whatIsNotAuthenticChangesNothing() throws Exception {
        MasterKey mine = MasterKey.random(SrtpSuite.AES_CM_128_HMAC_SHA1_80, random);
        MasterKey theirs = MasterKey.random(SrtpSuite.AES_CM_128_HMAC_SHA1_80, random);
        left.agree(new Keying.Sdes(mine, ReceptionKey.of(theirs)), right, false);
        right.agree(new Keying.Sdes(theirs, ReceptionKey.of(mine)), left, false);

        try (var stranger = new DatagramSocket(0, STRANGER)) {
            byte[] forged = new byte[100];
            media(1).get(forged, 0, 12);
            for (int i = 0; i < 10; i++) {
                stranger.send(new DatagramPacket(forged, forged.length, left.address()));
            }
            stranger.send(new DatagramPacket(new byte[4], 4, left.address())); // "keep-alive"
            await().untilAsserted(() ->
                    assertThat(Objects.requireNonNull(left.stats()).packets().unauthentic())
                            .isEqualTo(10));
        }
        assertThat(left.<Object>onLoop(left.port::latched)).as("nobody is latched").isNull();
        assertThat(left.onLoop(left.port::rtpCounters).packets()).isZero();
        assertThat(left.heard).isEmpty();

        right.sendRtp(7);
        assertThat(left.next()).isEqualTo("rtp 7");
    }

    @Test
    void whatIsPlainIsNotTakenWhereEncryptionWasAgreedOn() throws Exception {
        MasterKey key = MasterKey.random(SrtpSuite.AEAD_AES_128_GCM, random);
        left.agree(new Keying.Sdes(key, ReceptionKey.of(key)), right, false);
        right.agree(Keying.PLAIN, left, false);
        right.sendRtp(1);
        right.sendRtcp(1);
        await().until(() -> Objects.requireNonNull(left.stats()).packets().unauthentic() == 2);
        assertThat(left.heard).isEmpty();
    }

    private void awaitEncryption() {
        await().until(() -> left.encrypted() && right.encrypted());
        assertThat(left.failures).isEmpty();
        assertThat(right.failures).isEmpty();
    }

    private static Keying.Dtls dtls(Fingerprint peer, boolean active) {
        return new Keying.Dtls(Set.of(peer), active, null);
    }

    private static Keying.Dtls again(Fingerprint peer, boolean active) {
        return new Keying.Dtls(Set.of(peer), active, "another");
    }

    private static ByteBuffer media(int sequence) {
        return ByteBuffer.allocate(172)
                .putShort((short) 0x8000)
                .putShort((short) sequence)
                .putInt(160 * sequence)
                .putInt(4711)
                .clear();
    }

    private static ByteBuffer report(int number) {
        return ByteBuffer.allocate(28).putInt(0x80C80006).putInt(4711).putInt(number).clear();
    }
}
