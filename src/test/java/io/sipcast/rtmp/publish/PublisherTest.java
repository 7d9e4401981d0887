package io.sipcast.rtmp.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtmp.FourCcs;
import io.sipcast.rtmp.RtmpEnd;
import io.sipcast.rtmp.RtmpEnd.Kind;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.StatusInfo;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.handshake.ServerHandshake;
import io.sipcast.rtmp.message.MessageLink;
import io.sipcast.rtmp.message.MessageLink.Incoming;
import io.sipcast.rtmp.message.Outbox;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.rtmp.message.RtmpMessage;
import io.sipcast.rtmp.message.RtmpMessage.Command;
import io.sipcast.rtmp.message.UserControl;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A publisher against a scripted server. */
class PublisherTest {
    private static final long SECOND = 1_000_000_000L;
    private static final RtmpUrl URL = RtmpUrl.parse("rtmp://u:pw@host/a/b/key?x=1");

    private final Random random = new Random(1);
    private Publisher publisher = new Publisher(URL, random, 0);
    private final MessageLink server =
            new MessageLink(new ServerHandshake(random), RtmpLimits.DEFAULT);
    private final List<RtmpMessage> heard = new ArrayList<>();

    /** Enhanced RTMP. */
    @Test
    void namesWhatFlvHasNoNumberForAndHearsIfItIsTaken() {
        publisher = new Publisher(URL, new FourCcs(Set.of("hvc1")), random, 0);
        exchange();
        assertThat(heard).hasSize(1);
        assertThat(FourCcs.of((Command) heard.getFirst()).takesHevc()).isTrue();
        assertThat(publisher.fourCcs().takesHevc()).isFalse();

        var list = new AmfValue.StrictArray(List.of(AmfValue.of("av01"), AmfValue.of("hvc1")));
        accept(1, new AmfValue.Obj(Map.of("fourCcList", list)));
        assertThat(publisher.fourCcs().takesHevc()).isTrue();
    }

    @Test
    void saysWhatIngestServersExpect() {
        exchange();
        assertThat(heard)
                .containsExactly(
                        Command.of(
                                "connect",
                                1,
                                AmfValue.object(
                                        "app", "a/b",
                                        "type", "nonprivate",
                                        "flashVer", "FMLE/3.0 (compatible; Sipcast)",
                                        "swfUrl", "rtmp://host/a/b",
                                        "tcUrl", "rtmp://host/a/b")));
        heard.clear();
        accept(1, AmfValue.NULL);
        assertThat(heard)
                .containsExactly(
                        named("releaseStream", 3),
                        named("FCPublish", 4),
                        Command.of("createStream", 2, AmfValue.NULL));
        heard.clear();
        accept(2, AmfValue.of(9));
        assertThat(heard)
                .containsExactly(
                        Command.of(
                                "publish",
                                5,
                                AmfValue.NULL,
                                AmfValue.of("key?x=1"),
                                AmfValue.of("live")));
        status("status", "NetStream.Publish.Start");
        assertThat(publisher.poll()).isEqualTo(new PublishEvent.Started());
        assertThat(publisher.poll()).isNull();
        assertThat(publisher.live()).isTrue();

        heard.clear();
        publisher.finish();
        exchange();
        assertThat(heard)
                .containsExactly(
                        named("FCUnpublish", 6),
                        Command.of("deleteStream", 7, AmfValue.NULL, AmfValue.of(9)));
        assertThat(ended().kind()).isEqualTo(Kind.FINISHED);
    }

    @Test
    void answersPings() {
        goLive();
        long before = publisher.acknowledgements().sent();
        server.send(new UserControl.PingRequest(5));
        publisher.receive(drain(server.outbox()), 0);

        ByteBuffer answer = drain(publisher.outbox());
        assertThat(publisher.acknowledgements().sent()).isEqualTo(before + answer.remaining());
        assertThat(answer.getInt(answer.limit() - 4)).isEqualTo(5);
        assertThat(answer.getShort(answer.limit() - 6)).isEqualTo((short) 7);
    }

    @Test
    void serversThatDoNotKnowReleaseStreamAreForgiven() {
        exchange();
        accept(1, AmfValue.NULL);
        server.send(0, Command.of("_error", 3, AmfValue.NULL));
        server.send(0, Command.of("_error", 4, AmfValue.NULL));
        accept(2, AmfValue.of(1));
        status("status", "NetStream.Publish.Start");
        assertThat(publisher.live()).isTrue();
    }

    @Test
    void aRefusedConnectIsToldInTheServersWords() {
        exchange();
        var info = new StatusInfo("error", "NetConnection.Connect.Rejected", "No such app.");
        server.send(0, Command.of("_error", 1, AmfValue.NULL, info.print()));
        exchange();
        assertThat(ended())
                .isEqualTo(
                        new RtmpEnd(
                                Kind.REFUSED, "NetConnection.Connect.Rejected", "No such app."));
    }

    @ParameterizedTest
    @CsvSource({
        "NetStream.Publish.BadName, NAME_TAKEN",
        "NetStream.Publish.Denied, REFUSED",
        "NetConnection.Connect.Closed, DISCONNECTED",
    })
    void aRefusedPublishHasAKind(String code, Kind kind) {
        exchange();
        accept(1, AmfValue.NULL);
        accept(2, AmfValue.of(1));
        status("error", code);
        assertThat(ended()).isEqualTo(new RtmpEnd(kind, code, "words"));
    }

    @Test
    void anErrorEndsALivePublishToo() {
        goLive();
        status("error", "NetStream.Publish.BadName");
        assertThat(ended().kind()).isEqualTo(Kind.NAME_TAKEN);
        assertThat(publisher.live()).isFalse();
    }

    @Test
    void aClosedTransportIsAnEnd() {
        goLive();
        publisher.disconnected();
        assertThat(ended().kind()).isEqualTo(Kind.DISCONNECTED);
    }

    @Test
    void noStepMayTakeLongerThanTheLimit() {
        publisher.timeout(9 * SECOND);
        assertThat(publisher.poll()).isNull();
        publisher.timeout(publisher.nextTimeoutNanos());
        assertThat(ended())
                .isEqualTo(
                        new RtmpEnd(Kind.TIMED_OUT, "", "no answer from the server to handshake"));
        assertThat(publisher.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void nothingIsWaitedForOnceLive() {
        goLive();
        assertThat(publisher.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
        publisher.timeout(1000 * SECOND);
        assertThat(publisher.live()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noiseIsAnEndAtMost(long seed) {
        Random noisy = new Random(seed);
        for (int i = 0; i < 300; i++) {
            Publisher one = new Publisher(URL, noisy, 0);
            one.receive(ByteBuffer.allocate(1 + 2 * 1536).put(0, (byte) 3), 0);
            byte[] noise = new byte[noisy.nextInt(300)];
            noisy.nextBytes(noise);
            ByteBuffer in = ByteBuffer.wrap(noise);
            one.receive(in, 0);
            assertThat(in.hasRemaining()).isFalse();
        }
        Publisher other = new Publisher(URL, noisy, 0);
        other.receive(ByteBuffer.wrap("HTTP/1.1 400".getBytes(StandardCharsets.US_ASCII)), 0);
        assertThat(other.poll())
                .isInstanceOfSatisfying(
                        PublishEvent.Ended.class,
                        ended -> assertThat(ended.reason().kind()).isEqualTo(Kind.PROTOCOL));
    }

    private void goLive() {
        exchange();
        accept(1, AmfValue.NULL);
        accept(2, AmfValue.of(1));
        status("status", "NetStream.Publish.Start");
        assertThat(publisher.poll()).isEqualTo(new PublishEvent.Started());
    }

    private static Command named(String name, int transaction) {
        return Command.of(name, transaction, AmfValue.NULL, AmfValue.of("key?x=1"));
    }

    private void accept(int transaction, AmfValue value) {
        server.send(0, Command.of("_result", transaction, AmfValue.NULL, value));
        exchange();
    }

    private void status(String level, String code) {
        var info = new StatusInfo(level, code, "words");
        server.send(1, Command.of("onStatus", 0, AmfValue.NULL, info.print()));
        exchange();
    }

    private RtmpEnd ended() {
        PublishEvent event = publisher.poll();
        assertThat(event).isInstanceOf(PublishEvent.Ended.class);
        assertThat(publisher.poll()).isNull();
        return event instanceof PublishEvent.Ended(var reason) ? reason : noEnd();
    }

    private static RtmpEnd noEnd() {
        throw new AssertionError("no end");
    }

    private void exchange() {
        do {
            ByteBuffer in = drain(publisher.outbox());
            for (Incoming i = server.receive(in); i != null; i = server.receive(in)) {
                heard.add(i.message());
            }
            publisher.receive(drain(server.outbox()), 0);
        } while (publisher.outbox().size() + server.outbox().size() > 0);
    }

    private static ByteBuffer drain(Outbox outbox) {
        ByteBuffer bytes = ByteBuffer.allocate(outbox.size());
        outbox.drainTo(bytes);
        return bytes.flip();
    }
}
