package io.sipcast.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The direction of pictures, where we send some and where we don't. */
class ShownPicturesTest {
    private static LocalMedia local(boolean shows) {
        return new LocalMedia(
                "192.0.2.1",
                LocalMedia.Port.pair(10_000),
                LocalMedia.Port.pair(10_002),
                Capabilities.DEFAULT.showing(shows),
                null);
    }

    @ParameterizedTest
    @CsvSource({"true, sendrecv", "false, recvonly"})
    void isOffered(boolean shows, String direction) {
        SessionDescription offer = OfferAnswer.offer(local(shows), 1);

        assertThat(offer.media().get(0).attributes().has("sendrecv")).isTrue();
        assertThat(offer.media().get(1).attributes().has(direction)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "true, sendrecv, SENDRECV, sendrecv",
        "true, sendonly, RECVONLY, recvonly",
        "true, recvonly, SENDONLY, sendonly",
        "true, inactive, INACTIVE, inactive",
        "false, sendrecv, RECVONLY, recvonly",
        "false, recvonly, INACTIVE, inactive"
    })
    void isAnsweredByWhatIsOffered(
            boolean shows, String offered, Direction expected, String answered) {
        SessionDescription offer = description(offered);
        Answered.Accepted accepted =
                (Answered.Accepted) OfferAnswer.answer(offer, local(shows), null, 1);
        NegotiatedTrack video = Objects.requireNonNull(accepted.agreed().video());

        assertThat(video.direction()).isEqualTo(expected);
        assertThat(video.isHeld()).as("pictures hold nothing").isFalse();
        assertThat(accepted.answer().media().get(1).attributes().has(answered)).isTrue();
    }

    @Test
    void followsTheAnswer() {
        SessionDescription offer = OfferAnswer.offer(local(true), 1);
        Capabilities ours = local(true).capabilities();
        var agreed = (Negotiation.Agreed) OfferAnswer.accept(ours, offer, description("sendrecv"));
        var oneWay = (Negotiation.Agreed) OfferAnswer.accept(ours, offer, description("sendonly"));

        assertThat(Objects.requireNonNull(agreed.video()).direction())
                .isEqualTo(Direction.SENDRECV);
        assertThat(Objects.requireNonNull(oneWay.video()).direction())
                .isEqualTo(Direction.RECVONLY);
    }

    private static SessionDescription description(String video) {
        String text =
                """
                v=0
                o=- 1 1 IN IP4 192.0.2.2
                s=-
                c=IN IP4 192.0.2.2
                t=0 0
                m=audio 6000 RTP/AVP 0
                m=video 6002 RTP/AVP 96
                a=rtpmap:96 H264/90000
                a=fmtp:96 profile-level-id=42e01f;packetization-mode=1
                a=%s
                """
                        .formatted(video);
        return SessionDescription.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
