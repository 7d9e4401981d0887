package io.sipcast.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.MediaTrack;
import io.sipcast.sdp.Answered;
import io.sipcast.sdp.LocalMedia;
import io.sipcast.sdp.Negotiation;
import io.sipcast.sdp.Negotiation.Agreed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which peers hold a call, from the SDP on. */
class CallHoldTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final SdpSession both = session(LocalMedia.Port.pair(10_002));
    private final SdpSession sound = session(null);
    private final CallHold hold = new CallHold();

    @ParameterizedTest
    @CsvSource({
        "IP4 192.0.2.9, sendonly, recvonly",
        "IP4 192.0.2.9, inactive, inactive",
        "IP4 0.0.0.0, sendrecv, recvonly",
        "IP4 0.0.0.0, sendonly, recvonly",
        "IP4 0.0.0.0, inactive, inactive",
        "IP6 ::, sendrecv, recvonly",
    })
    void isHeldAndAnsweredAndTakenBack(String address, String direction, String answer) {
        assertThat(answered(both, audio("IP4 192.0.2.9", "sendrecv"))).isFalse();
        assertThat(hold.since()).isNull();

        assertThat(offered(both, audio(address, direction))).isTrue();
        assertThat(sent(both)).contains("a=" + answer + "\r\n");
        assertThat(hold.since()).isEqualTo(NOON);

        assertThat(hold.update(agreed(both, audio(address, direction)), NOON.plusSeconds(9)))
                .isTrue();
        assertThat(hold.since()).isEqualTo(NOON); // a refresh does not begin it anew

        assertThat(offered(both, audio("IP4 192.0.2.9", "sendrecv"))).isFalse();
        assertThat(sent(both)).contains("a=sendrecv\r\n");
        assertThat(hold.since()).isNull();
    }

    @Test
    void everyMediumIsTakenOutAndBroughtBack() {
        assertThat(answered(sound, audio("IP4 192.0.2.9", "sendrecv"))).isFalse();

        assertThat(offered(sound, head("IP4 192.0.2.9") + "m=audio 0 RTP/AVP 8\r\n")).isTrue();
        assertThat(sent(sound)).contains("m=audio 0 RTP/AVP 8\r\n");

        assertThat(offered(sound, audio("IP4 192.0.2.9", "sendrecv"))).isFalse();
        assertThat(sent(sound)).contains("m=audio 10000 RTP/AVP 8");
    }

    @Test
    void soundThatIsTakenOutBesidePicturesIsNoHold() {
        assertThat(answered(both, audio("IP4 192.0.2.9", "sendrecv") + video("sendonly")))
                .isFalse();

        String without = "m=audio 0 RTP/AVP 8\r\n" + video("sendonly");
        assertThat(offered(both, head("IP4 192.0.2.9") + without)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"inactive", "recvonly"})
    void picturesThatStopAloneAreNoHold(String direction) {
        String sdp = audio("IP4 192.0.2.9", "sendrecv");
        assertThat(answered(both, sdp + video("sendonly"))).isFalse();

        assertThat(offered(both, sdp + video(direction))).isFalse();
        assertThat(offered(both, sdp + "m=video 0 RTP/AVP 96\r\n")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"sendonly, false", "sendrecv, false", "inactive, true", "recvonly, true"})
    void aCallOfPicturesIsHeldWhenNoneAreSent(String direction, boolean held) {
        SdpSession pictures =
                new SdpSession(
                        new LocalMedia("192.0.2.1", null, LocalMedia.Port.pair(10_002)), 4711);
        assertThat(answered(pictures, head("IP4 192.0.2.9") + video("sendonly"))).isFalse();

        assertThat(offered(pictures, head("IP4 192.0.2.9") + video(direction))).isEqualTo(held);
        assertThat(offered(pictures, head("IP4 0.0.0.0") + video(direction))).isTrue();
    }

    @Test
    void whoOnlyEverSendsHoldsNothing() {
        assertThat(answered(sound, audio("IP4 192.0.2.9", "sendonly"))).isFalse();
        assertThat(offered(sound, audio("IP4 192.0.2.9", "sendonly"))).isFalse();
        assertThat(offered(sound, audio("IP4 192.0.2.9", "inactive"))).isTrue();
        assertThat(offered(sound, audio("IP4 192.0.2.9", "sendonly"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"IP4 192.0.2.9, inactive", "IP4 0.0.0.0, sendrecv"})
    void aCallMayBeginOnHold(String address, String direction) {
        assertThat(answered(sound, audio(address, direction))).isTrue();
        assertThat(offered(sound, audio("IP4 192.0.2.9", "sendrecv"))).isFalse();
    }

    @Test
    void nothingIsSentToTheUnspecifiedAddress() {
        Agreed agreed = agreed(both, audio("IP4 0.0.0.0", "sendrecv") + video("sendonly"));
        assertThat(AgreedMedia.unreachable(agreed))
                .containsExactly(MediaTrack.AUDIO, MediaTrack.VIDEO);
        assertThat(PeerAddresses.of(agreed)).isEqualTo(new PeerAddresses(null, null));
        Agreed reached = agreed(both, audio("IP4 192.0.2.9", "inactive"));
        assertThat(AgreedMedia.unreachable(reached)).isEmpty();
    }

    private boolean answered(SdpSession session, String sdp) {
        return switch (session.accept(bytes(sdp))) {
            case Agreed agreed -> hold.update(agreed, NOON);
            case Negotiation.NoCommonCodec(var reason) -> throw new AssertionError(reason);
            case Negotiation.NotEncrypted(var reason) -> throw new AssertionError(reason);
        };
    }

    private boolean offered(SdpSession session, String sdp) {
        return hold.update(agreed(session, sdp), NOON);
    }

    private static Agreed agreed(SdpSession session, String sdp) {
        return switch (session.answer(bytes(sdp))) {
            case Answered.Accepted(_, var agreed) -> agreed;
            case Answered.Refused(var reason, _) -> throw new AssertionError(reason);
        };
    }

    private static SdpSession session(LocalMedia.@Nullable Port video) {
        var local = new LocalMedia("192.0.2.1", LocalMedia.Port.pair(10_000), video);
        return new SdpSession(local, 4711);
    }

    private static String sent(SdpSession session) {
        return new String(session.sent().toArray(), UTF_8);
    }

    private static String head(String address) {
        return "v=0\r\no=bob 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN " + address + "\r\nt=0 0\r\n";
    }

    private static String audio(String address, String direction) {
        return head(address) + "m=audio 6000 RTP/AVP 8\r\na=" + direction + "\r\n";
    }

    private static String video(String direction) {
        return "m=video 6002 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
                + "a=fmtp:96 profile-level-id=42e01f;packetization-mode=1\r\na="
                + direction
                + "\r\n";
    }

    private static Bytes bytes(String sdp) {
        return Bytes.copyOf(sdp.getBytes(UTF_8));
    }
}
