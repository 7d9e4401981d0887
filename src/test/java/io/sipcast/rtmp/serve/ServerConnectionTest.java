package io.sipcast.rtmp.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.rtmp.StatusInfo;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.handshake.ClientHandshake;
import io.sipcast.rtmp.message.MessageLink;
import io.sipcast.rtmp.message.MessageLink.Incoming;
import io.sipcast.rtmp.message.Outbox;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.rtmp.message.RtmpMessage;
import io.sipcast.rtmp.message.RtmpMessage.Command;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConnectionTest {
    private static final long SECOND = 1_000_000_000L;
    private static final FlvTag SOUND = new FlvTag(FlvTag.Type.AUDIO, 5, new byte[] {1});

    private final Random random = new Random(1);
    private final ServerConnection server = new ServerConnection(random, 0);
    private ByteBuffer pending = ByteBuffer.allocate(0);
    private final MessageLink client =
            new MessageLink(
                    new ClientHandshake(ClientHandshake.Form.SIMPLE, random), RtmpLimits.DEFAULT);

    @BeforeEach
    void shakeHands() {
        exchange();
    }

    @Test
    void connectIsAnsweredAfterWindowsAndChunkSize() {
        assertThat(connect())
                .containsExactly(
                        "Control[event=StreamBegin[streamId=0]]",
                        "_result#1.0 NetConnection.Connect.Success");
        assertThat(server.poll()).isEqualTo(new ServeEvent.Connected("live", "test"));
    }

    @Test
    void everyCommandOfAnEncoderIsAnswered() {
        connect();
        send("releaseStream", 2, AmfValue.NULL, AmfValue.of("cam"));
        send("FCPublish", 3, AmfValue.NULL, AmfValue.of("cam"));
        send("_checkbw", 4, AmfValue.NULL);
        send("createStream", 5, AmfValue.NULL);
        send("getStreamLength", 6, AmfValue.NULL, AmfValue.of("cam"));
        send("FCSubscribe", 0, AmfValue.NULL, AmfValue.of("cam"));
        send("somethingElse", 7, AmfValue.NULL);
        send("somethingElse", 0, AmfValue.NULL);

        assertThat(exchange())
                .containsExactly(
                        "_result#2.0 ",
                        "_result#3.0 ",
                        "_result#4.0 ",
                        "_result#5.0 ",
                        "_result#6.0 ",
                        "onFCSubscribe#0.0 NetStream.Play.Start",
                        "_error#7.0 NetConnection.Call.Failed");
    }

    /** Relays of nginx-rtmp send on before they are accepted. */
    @Test
    void mediaMayComeBeforeTheAnswer() {
        create(1);
        sendOn(1, "publish", AmfValue.of("cam"), AmfValue.of("live"));
        sendOn(1, SOUND);
        exchange();

        assertThat(events())
                .containsExactly(
                        new ServeEvent.PublishAsked(1, new StreamAddress("live", "cam", "")),
                        new ServeEvent.Media(1, SOUND));
    }

    @Test
    void aPublishEndsOnceHoweverOftenItIsSaid() {
        publishing();
        send("FCUnpublish", 6, AmfValue.NULL, AmfValue.of("cam"));
        sendOn(1, "closeStream");
        send("deleteStream", 7, AmfValue.NULL, AmfValue.of(1));

        assertThat(exchange())
                .containsExactly(
                        "onFCUnpublish#0.0 NetStream.Unpublish.Success",
                        "onStatus#0.0 NetStream.Unpublish.Success",
                        "_result#6.0 ");
        assertThat(events()).containsExactly(new ServeEvent.StreamEnded(1));
    }

    @Test
    void mediaUnderWayAtTheEndArePassedOver() {
        publishing();
        sendOn(1, "publish", AmfValue.of(false));
        sendOn(1, SOUND);
        exchange();
        assertThat(events()).containsExactly(new ServeEvent.StreamEnded(1));
    }

    @Test
    void aClosedTransportEndsWhatWasGoingOn() {
        publishing();
        server.disconnected();
        server.disconnected();
        assertThat(events()).containsExactly(new ServeEvent.StreamEnded(1));
    }

    @Test
    void metadataLoseTheirWrapping() {
        publishing();
        AmfValue name = AmfValue.of("onMetaData");
        client.send(1, RtmpMessage.Data.of(AmfValue.of("@setDataFrame"), name, AmfValue.array()));
        client.send(1, RtmpMessage.Data.of(AmfValue.of("@clearDataFrame"), name));
        client.send(1, RtmpMessage.Data.of(AmfValue.of("onTextData"), AmfValue.NULL));
        exchange();

        assertThat(events())
                .containsExactly(
                        new ServeEvent.Data(1, List.of(name, AmfValue.array())),
                        new ServeEvent.Data(1, List.of(AmfValue.of("onTextData"), AmfValue.NULL)));
    }

    @Test
    void aPlayIsAnsweredInTheOrderThatPlayersExpect() {
        create(1);
        sendOn(1, "play", AmfValue.of("cam?token=1"), AmfValue.of(-2000));
        exchange();
        assertThat(events())
                .containsExactly(
                        new ServeEvent.PlayAsked(1, new StreamAddress("live", "cam", "token=1")));
        assertThat(server.playing(1)).isFalse();

        server.acceptPlay(1);
        assertThat(server.playing(1)).isTrue();
        assertThat(exchange())
                .containsExactly(
                        "Control[event=StreamBegin[streamId=1]]",
                        "onStatus#0.0 NetStream.Play.Reset",
                        "onStatus#0.0 NetStream.Play.Start",
                        "Data[values=[Text[value=|RtmpSampleAccess], Bool[value=true], Bool[value=true]]]");
    }

    @Test
    void aPlayerMayPauseAndSwitch() {
        create(1);
        sendOn(1, "play", AmfValue.of("cam"));
        exchange();
        server.acceptPlay(1);
        sendOn(1, "pause", AmfValue.of(true), AmfValue.of(0));
        sendOn(1, "pause", AmfValue.of(false), AmfValue.of(0));
        sendOn(1, "play", AmfValue.of("cam2"));

        assertThat(exchange())
                .endsWith(
                        "onStatus#0.0 NetStream.Pause.Notify",
                        "onStatus#0.0 NetStream.Unpause.Notify");
        assertThat(events().subList(1, 5))
                .containsExactly(
                        new ServeEvent.Paused(1, true),
                        new ServeEvent.Paused(1, false),
                        new ServeEvent.StreamEnded(1),
                        new ServeEvent.PlayAsked(1, new StreamAddress("live", "cam2", "")));
    }

    @Test
    void streamsAreNumberedFromOneAndTheirNumbersUsedAgain() {
        create(1);
        send("createStream", 3, AmfValue.NULL);
        send("deleteStream", 0, AmfValue.NULL, AmfValue.of(1));
        send("createStream", 4, AmfValue.NULL);
        exchange();
        sendOn(2, "play", AmfValue.of("b"));
        sendOn(1, "play", AmfValue.of("a"));
        exchange();
        assertThat(events()).hasSize(2);
    }

    @Test
    void whatComesOutOfOrderIsRefused() {
        client.send(0, Command.of("createStream", 2, AmfValue.NULL));
        refuses(Fault.OUT_OF_ORDER);
    }

    @Test
    void mediaWithoutAStreamAreRefused() {
        connect();
        sendOn(4, SOUND);
        refuses(Fault.OUT_OF_ORDER);
    }

    @Test
    void publishingTwiceOnAStreamIsRefused() {
        publishing();
        sendOn(1, "publish", AmfValue.of("other"));
        refuses(Fault.OUT_OF_ORDER);
    }

    @Test
    void streamsAreBounded() {
        connect();
        for (int i = 0; i < 17; i++) {
            send("createStream", i + 2, AmfValue.NULL);
        }
        refuses(Fault.TOO_LARGE);
    }

    @Test
    void aClientThatDoesNothingIsGivenUp() {
        connect();
        events();
        server.timeout(9 * SECOND);
        assertThat(server.poll()).isNull();

        server.timeout(server.nextTimeoutNanos());
        assertThat(server.poll())
                .isEqualTo(new ServeEvent.TimedOut("neither published nor played"));
        assertThat(server.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aSilentClientIsPingedFirst() {
        publishing();
        server.timeout(30 * SECOND);
        assertThat(server.outbox().size()).isPositive();
        assertThat(server.poll()).isNull();
        exchange(31 * SECOND); // the answer to the ping
        server.timeout(60 * SECOND);
        assertThat(server.poll()).isNull();

        server.timeout(61 * SECOND); // pinged again
        server.timeout(91 * SECOND);
        assertThat(server.poll()).isEqualTo(new ServeEvent.TimedOut("silent"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noiseAfterTheHandshakeIsRefusedAtMost(long seed) {
        Random noisy = new Random(seed);
        for (int i = 0; i < 300; i++) {
            ServerConnection one = new ServerConnection(noisy, 0);
            ByteBuffer hello = ByteBuffer.allocate(1 + 2 * 1536).put(0, (byte) 3);
            one.receive(hello, 0);
            byte[] noise = new byte[noisy.nextInt(300)];
            noisy.nextBytes(noise);
            for (int n = 0; n < noise.length; n++) {
                noise[n] = noisy.nextInt(3) == 0 ? noise[n] : (byte) noisy.nextInt(21);
            }
            try {
                one.receive(ByteBuffer.wrap(noise), 0);
            } catch (ProtocolException _) {
                // as it should be
            }
        }
    }

    private List<String> connect() {
        send("connect", 1, AmfValue.object("app", "live", "flashVer", "test"));
        return exchange();
    }

    private void create(int number) {
        connect();
        events();
        send("createStream", 1 + number, AmfValue.NULL);
        exchange();
    }

    private void publishing() {
        create(1);
        sendOn(1, "publish", AmfValue.of("cam"), AmfValue.of("live"));
        exchange();
        server.acceptPublish(1);
        exchange();
        events();
    }

    private void send(String name, double transaction, AmfValue... arguments) {
        client.send(0, Command.of(name, transaction, arguments));
    }

    private void sendOn(int stream, String name, AmfValue... arguments) {
        List<AmfValue> all = new ArrayList<>(List.of(AmfValue.NULL));
        all.addAll(List.of(arguments));
        client.send(stream, new Command(name, 0, all));
    }

    private void sendOn(int stream, FlvTag tag) {
        exchange();
        ByteBuffer out = ByteBuffer.allocate(client.size(stream, tag));
        client.write(stream, tag, out);
        pending = out.flip();
    }

    private List<String> exchange() {
        return exchange(0);
    }

    /** Carries bytes both ways until all is said; what the client heard, in words. */
    private List<String> exchange(long nowNanos) {
        List<String> heard = new ArrayList<>();
        server.receive(pending, nowNanos);
        do {
            server.receive(drain(client.outbox()), nowNanos);
            ByteBuffer in = drain(server.outbox());
            for (Incoming i = client.receive(in); i != null; i = client.receive(in)) {
                heard.add(words(i.message()));
            }
        } while (client.outbox().size() + server.outbox().size() > 0);
        return heard;
    }

    private static ByteBuffer drain(Outbox outbox) {
        ByteBuffer bytes = ByteBuffer.allocate(outbox.size());
        outbox.drainTo(bytes);
        return bytes.flip();
    }

    private static String words(RtmpMessage message) {
        if (message instanceof Command command) {
            return command + " " + StatusInfo.of(command).code();
        }
        return message.toString();
    }

    private List<ServeEvent> events() {
        List<ServeEvent> events = new ArrayList<>();
        for (ServeEvent e = server.poll(); e != null; e = server.poll()) {
            events.add(e);
        }
        return events;
    }

    private void refuses(Fault fault) {
        assertThatThrownBy(this::exchange)
                .isInstanceOf(ProtocolException.class)
                .extracting(e -> ((ProtocolException) e).fault())
                .isEqualTo(fault);
    }
}
