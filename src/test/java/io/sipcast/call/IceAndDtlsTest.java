package io.sipcast.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.bytes.Bytes;
import io.sipcast.ice.IceReport;
import io.sipcast.ice.IceState;
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
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ICE, DTLS-SRTP and one port for both, as browsers want them: two sides on real sockets. */
class IceAndDtlsTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Loops loops = new Loops(2);
    private final PortPool pool =
            new PortPool(24_400, 24_498, Duration.ZERO, new SplittableRandom(1));
    private final CallMedia full = open("full", Encryption.REQUIRED, IcePolicy.OFFER, 1);
    private final CallMedia lite = open("lite", Encryption.ACCEPTED, IcePolicy.ANSWER, 2);

    private final SdpSession offering = new SdpSession(full.local("127.0.0.1"), 1);
    private final SdpSession answering = SdpSession.answering(lite.local("127.0.0.1"), 2);
    private String offer = "";
    private String answer = "";

    /** With DTLS alone. */
    private CallMedia open(String name, Encryption encryption, IcePolicy ice, int seed) {
        var loop = loops.next();
        var random = new Random(seed);
        var identity = DtlsIdentity.create(new SecureRandom());
        try {
            return CallMedia.open(
                    new CallMedia.Services(
                            loops,
                            pool,
                            MediaSession.Settings.DEFAULT,
                            AudioCodecs.G711,
                            Capabilities.ofAudio(List.of("PCMU")), // of which there is a coder
                            random,
                            new MediaSecurity(encryption, false, true, identity, random),
                            ice,
                            RtcpMux.ANSWER),
                    UnheardStream.open(loop, name),
                    loop,
                    LOOPBACK,
                    Requests.toBob(),
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
        begin();
        assertThat(offer)
                .contains("m=audio " + Objects.requireNonNull(ours.audio()).rtp() + " UDP/TLS/RTP")
                .contains("a=rtcp-mux", "a=setup:actpass", "a=fingerprint:", "a=ice-pwd:")
                .doesNotContain("a=ice-lite", "a=crypto");
        assertThat(answer)
                .contains("a=ice-lite", "a=rtcp-mux", "a=setup:active", "a=fingerprint:")
                .containsOnlyOnce("a=candidate:");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> { // reports are rare
                    assertFlows(full, IceReport.Role.CONTROLLING);
                    assertFlows(lite, IceReport.Role.LITE);
                });
    }

    /** What the first offer and answer came to. */
    private void begin() {
        offer = text(offering.sent());
        var accepted = (Answered.Accepted) answering.answer(offering.sent());
        answer = accepted.answer().print();
        hear(lite, accepted.agreed()); // its first record has no way yet
        hear(full, (Negotiation.Agreed) offering.accept(answering.sent()));
    }

    /** Either side offers again, as for a session timer or another codec, and nothing is new. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anotherOfferKeepsTheWayAndTheKeys(boolean ofTheFullSide) {
        begin();
        awaitMore(full, lite);
        List<String> before = terms(ofTheFullSide ? answer : offer);

        reOffer(ofTheFullSide, "a=sendrecv");

        assertThat(terms(text((ofTheFullSide ? answering : offering).sent()))).isEqualTo(before);
        awaitMore(full, lite);
        isUnbroken(full);
        isUnbroken(lite);
    }

    /** Held, there is nothing for the one who holds; then all is as it was. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHoldAndItsEndKeepTheWayAndTheKeys(boolean ofTheFullSide) {
        begin();
        awaitMore(full, lite);
        CallMedia holder = ofTheFullSide ? full : lite;
        CallMedia held = ofTheFullSide ? lite : full;

        reOffer(ofTheFullSide, "a=sendonly");
        long sent = sound(held).packetsSent();
        awaitMore(held); // what the holder sends
        assertThat(sound(held).packetsSent() - sent).as("keep-alives").isLessThan(10);
        assertThat(ice(holder).state()).isEqualTo(IceState.COMPLETED);

        reOffer(ofTheFullSide, "a=sendrecv");
        awaitMore(full, lite);
        isUnbroken(full);
        isUnbroken(lite);
    }

    private void reOffer(boolean ofTheFullSide, String direction) {
        SdpSession from = ofTheFullSide ? offering : answering;
        SdpSession to = ofTheFullSide ? answering : offering;
        String again = text(from.offerAgain()).replace("a=sendrecv", direction);
        assertThat(again).contains(direction, "a=setup:actpass");
        var accepted = (Answered.Accepted) to.answer(Bytes.copyOf(again.getBytes(UTF_8)));
        var agreed = (Negotiation.Agreed) from.accept(to.sent());
        boolean held = direction.equals("a=sendonly");
        update(ofTheFullSide ? lite : full, accepted.agreed(), held);
        update(ofTheFullSide ? full : lite, agreed, false);
    }

    private static void update(CallMedia media, Negotiation.Agreed agreed, boolean held) {
        media.update(agreed, PeerAddresses.of(agreed), held);
        media.stats(); // the loop has heard of it
    }

    /** What decides on the way and the keys: as long as it stays, so do they. */
    private static List<String> terms(String sdp) {
        return sdp.lines()
                .filter(line ->
                        line.startsWith("a=ice-ufrag")
                                || line.startsWith("a=ice-pwd")
                                || line.startsWith("a=fingerprint"))
                .toList();
    }

    /** Forty packets of sound, which are 0.8 s, reach each of them. */
    private static void awaitMore(CallMedia... all) {
        long[] before = Stream.of(all).mapToLong(media -> sound(media).packets()).toArray();
        for (int i = 0; i < all.length; i++) {
            CallMedia media = all[i];
            long enough = before[i] + 40;
            await().atMost(Duration.ofSeconds(20)).until(() -> sound(media).packets() > enough);
        }
    }

    private static void isUnbroken(CallMedia media) {
        IceReport ice = ice(media);
        assertThat(ice.state()).isEqualTo(IceState.COMPLETED);
        assertThat(ice.restarts()).isZero();
        PortSecurity.Stats security = Objects.requireNonNull(media.securityStats().get("audio"));
        assertThat(security.packets().unauthentic()).isZero();
        assertThat(security.packets().replayed()).isZero();
        assertThat(sound(media).restarts()).isZero();
        assertThat(sound(media).lost()).isZero();
    }

    private static IceReport ice(CallMedia media) {
        return Objects.requireNonNull(media.iceReport().get(MediaTrack.AUDIO));
    }

    private static MediaStats.Packets sound(CallMedia media) {
        MediaStats stats = Objects.requireNonNull(media.stats());
        return Objects.requireNonNull(stats.audio()).packets();
    }

    private static String text(Bytes sdp) {
        return new String(sdp.toArray(), UTF_8);
    }

    private static void hear(CallMedia media, Negotiation.Agreed agreed) {
        media.hear(agreed, PeerAddresses.of(agreed));
        media.stats(); // the loop has heard of it
    }

    private static void assertFlows(CallMedia media, IceReport.Role role) {
        IceReport ice = ice(media);
        assertThat(ice.state()).isEqualTo(IceState.COMPLETED);
        assertThat(ice.role()).isEqualTo(role);
        PortSecurity.Stats security = Objects.requireNonNull(media.securityStats().get("audio"));
        assertThat(security.keyExchange()).isEqualTo("DTLS");
        assertThat(security.suite()).isNotNull();
        assertThat(security.packets().unauthentic()).isZero();
        assertThat(sound(media).packets()).isGreaterThan(20);
        assertThat(security.packets().authentic())
                .as("with reports")
                .isGreaterThan(sound(media).packets());
    }
}
