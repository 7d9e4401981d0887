package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.demo.Link;
import io.sipcast.ingest.Published;
import io.sipcast.ingest.StrictIngest;
import io.sipcast.peer.Baresip;
import io.sipcast.peer.Likeness;
import io.sipcast.peer.LossyRelay;
import io.sipcast.peer.Recording;
import io.sipcast.peer.TestMedia;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * VP8 beyond a way that loses some of its packets. Who sends has no NACK: a key frame has to be
 * asked for each time, and until it comes nothing is shown.
 */
@Tag("interop")
class Vp8LossTest {
    private static final int JITTER_MILLIS = 20;

    /** About one a second: a picture of the test card is a dozen packets. */
    private static final int ONE_OF = 300;

    private static final int PICTURES = 120;

    /** Coded twice they have more than 42; with something left behind 17 to 33. */
    private static final double LIKE_DB = 37;

    private final AtomicInteger lost = new AtomicInteger();

    @Test
    void whatIsLostIsNotSeen() throws Exception {
        var settings = new Baresip.Settings("vp8", "", true, "").withVideoCodec("VP8");
        try (var callee = Baresip.start(settings);
                var relay = new LossyRelay(portOf(callee), Loss::new, JITTER_MILLIS, 7741);
                var ingest = StrictIngest.start();
                var gateway = TestGateway.start()) {
            gateway.call(
                    "callId",
                    "c1",
                    "callee",
                    relay.uri(callee.uri()),
                    "hasVideo",
                    "true",
                    "rtmpUrl",
                    ingest.url(),
                    "rtmpStream",
                    "vp8");
            gateway.awaitStatus("c1", "ESTABLISHED");
            Published published = ingest.stream("vp8").await(PICTURES, 200).kept();
            JsonNode video = gateway.details("c1").at("/media/video");

            isAskedForKeyFrames(video);
            Recording recording = published.recording();
            assertThat(recording.complaints()).isEmpty();
            assertThat(recording.flashes()).hasSizeGreaterThan(3);
            List<Double> likeness =
                    new Likeness(new Recording(TestMedia.flashesMp4()), 25 * 25).of(recording);
            assertThat(likeness).hasSizeGreaterThanOrEqualTo(PICTURES);
            assertThat(likeness).allSatisfy(db -> assertThat(db).isGreaterThan(LIKE_DB));
        }
    }

    private void isAskedForKeyFrames(JsonNode video) {
        assertThat(lost.get()).isPositive();
        assertThat(video.path("codec").asString()).isEqualTo("VP8");
        assertThat(video.path("losses").asInt()).isPositive();
        assertThat(video.path("incomplete").asInt()).isPositive();
        assertThat(video.path("malformed").asInt()).isZero();
        assertThat(video.at("/feedback/pli").asInt()).isPositive();
        assertThat(video.path("keyFrames").asInt()).isGreaterThan(2);
    }

    private static int portOf(Baresip callee) {
        return URI.create(callee.uri().replace("sip:", "sip://")).getPort();
    }

    /** Loses every so many packets of the size that only pictures have. */
    private final class Loss implements Link {
        private int pictures;

        @Override
        public void pass(ByteBuffer datagram, Exit exit) {
            if (datagram.remaining() > 400 && ++pictures % ONE_OF == 0) {
                lost.incrementAndGet();
            } else {
                exit.send(datagram);
            }
        }
    }
}
