package io.sipcast.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.bytes.Bytes;
import io.sipcast.ice.IceReport;
import io.sipcast.ice.IceState;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.AudioCodecs;
import io.sipcast.media.MediaSession;
import io.sipcast.media.MediaStats;
import io.sipcast.media.MediaTrack;
import io.sipcast.net.DtlsIdentity;
import io.sipcast.net.Loops;
import io.sipcast.net.PortPool;
import io.sipcast.net.PortSecurity;
import io.sipcast.sdp.Answered;
import io.sipcast.sdp.Capabilities;
import io.sipcast.sdp.Encryption;
import io.sipcast.sdp.IcePolicy;
import io.sipcast.sdp.LocalMedia;
import io.sipcast.sdp.Negotiation;
import io.sipcast.sdp.RtcpMux;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** ICE, DTLS-SRTP and one port for both, as browsers want them: two sides on real sockets. */
class IceAndDtlsTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Loops loops = new Loops(2);
    private final PortPool pool = new PortPool(24_400, 24_498, Duration.ZERO);
    private final CallMedia full = open("full", Encryption.REQUIRED, IcePolicy.OFFER, 1);
    private final CallMedia lite = open("lite", Encryption.ACCEPTED, IcePolicy.ANSWER, 2);

    /** With DTLS alone. */
    private CallMedia open(String name, Encryption encryption, IcePolicy ice, int seed) {
        var loop = loops.next();
        var streams =
                new Streams(
                        (_, _) -> {
                            throw new AssertionError("nobody listens");
                        },
                        Runnable::run,
                        System::nanoTime);
        var random = new Random(seed);
        var identity = DtlsIdentity.create(new SecureRandom());
        try {
            return CallMedia.open(
                    new CallMedia.Services(
                            loops,
                            pool,
                            MediaSession.Settings.DEFAULT,
                            AudioCodecs.G711,
                            Capabilities.DEFAULT,
                            random,
                            new MediaSecurity(encryption, false, true, identity, random),
                            ice,
                            RtcpMux.ANSWER),
                    streams.open(
                            StreamName.ofCall(name),
                            new Publication(loop, Publication.Audio.PCM, false, () -> {})),
                    loop,
                    LOOPBACK,
                    CallMediaTest.request(),
                    new CallDtmf(name, CallMediaTest.NO_KEYS, (_, _) -> {}),
                    new Unbroken());
        } catch (IOException | Streams.NameTakenException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Unbroken implements CallMedia.Listener {
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
        full.close();
        lite.close();
        loops.close();
        assertThat(pool.inUse()).isZero();
    }

    @Test
    void soundFlowsBothWaysByTheWayThatWasFound() {
        LocalMedia ours = full.local("127.0.0.1");
        SdpSession offering = new SdpSession(ours, 1);
        SdpSession answering = SdpSession.answering(lite.local("127.0.0.1"), 2);
        assertThat(text(offering.sent()))
                .contains("m=audio " + Objects.requireNonNull(ours.audio()).rtp() + " UDP/TLS/RTP")
                .contains("a=rtcp-mux", "a=setup:actpass", "a=fingerprint:", "a=ice-pwd:")
                .doesNotContain("a=ice-lite", "a=crypto");

        Answered.Accepted answer = (Answered.Accepted) answering.answer(offering.sent());
        String answered = answer.answer().print();
        assertThat(answered)
                .contains("a=ice-lite", "a=rtcp-mux", "a=setup:active", "a=fingerprint:")
                .containsOnlyOnce("a=candidate:");
        hear(lite, answer.agreed()); // its first record has no way yet
        hear(full, (Negotiation.Agreed) offering.accept(answering.sent()));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> { // reports are rare
                    assertFlows(full, IceReport.Role.CONTROLLING);
                    assertFlows(lite, IceReport.Role.LITE);
                });
    }

    private static String text(Bytes sdp) {
        return new String(sdp.toArray(), UTF_8);
    }

    private static void hear(CallMedia media, Negotiation.Agreed agreed) {
        media.hear(agreed, PeerAddresses.of(agreed));
        media.stats(); // the loop has heard of it
    }

    private static void assertFlows(CallMedia media, IceReport.Role role) {
        IceReport ice = Objects.requireNonNull(media.iceReport().get(MediaTrack.AUDIO));
        assertThat(ice.state()).isEqualTo(IceState.COMPLETED);
        assertThat(ice.role()).isEqualTo(role);
        PortSecurity.Stats security = Objects.requireNonNull(media.securityStats().get("audio"));
        assertThat(security.keyExchange()).isEqualTo("DTLS");
        assertThat(security.suite()).isNotNull();
        assertThat(security.packets().unauthentic()).isZero();
        MediaStats stats = Objects.requireNonNull(media.stats());
        assertThat(Objects.requireNonNull(stats.audio()).packets().packets()).isGreaterThan(20);
        assertThat(security.packets().authentic())
                .as("with reports")
                .isGreaterThan(stats.audio().packets().packets());
    }
}
