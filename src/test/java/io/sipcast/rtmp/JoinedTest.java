package io.sipcast.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.handshake.ClientHandshake;
import io.sipcast.rtmp.message.Outbox;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.rtmp.play.PlayEvent;
import io.sipcast.rtmp.play.Player;
import io.sipcast.rtmp.publish.PublishEvent;
import io.sipcast.rtmp.publish.Publisher;
import io.sipcast.rtmp.serve.ServeEvent;
import io.sipcast.rtmp.serve.ServerConnection;
import io.sipcast.rtmp.serve.StreamAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Client and server machines joined in memory; bytes arrive in random pieces. */
class JoinedTest {
    private static final RtmpUrl URL = RtmpUrl.parse("rtmp://host/live/cam?key=secret");
    private static final int STREAM = 1;
    private static final long NOW = 0;

    private Random random = new Random(1);
    private final ServerConnection server = new ServerConnection(random, NOW);
    private final List<ServeEvent> served = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void publishesWhateverTheFragments(long seed) {
        random = new Random(seed);
        ClientHandshake.Form form =
                seed % 2 == 0 ? ClientHandshake.Form.SIMPLE : ClientHandshake.Form.DIGEST;
        Publisher publisher = new Publisher(URL, form, RtmpLimits.DEFAULT, random, NOW);
        List<FlvTag> tags = tags(200, seed);

        run(publisher);
        assertThat(served)
                .containsExactly(
                        new ServeEvent.Connected("live", "FMLE/3.0 (compatible; Sipcast)"),
                        new ServeEvent.PublishAsked(
                                STREAM, new StreamAddress("live", "cam", "key=secret")));
        server.acceptPublish(STREAM);
        run(publisher);
        assertThat(publisher.poll()).isEqualTo(new PublishEvent.Started());

        publisher.sendMetadata(AmfValue.array("width", 640));
        run(publisher);
        for (FlvTag tag : tags) {
            deliver(written(publisher.size(tag), out -> publisher.write(tag, out)), this::serve);
        }
        publisher.finish();
        run(publisher);

        assertThat(served.get(2))
                .isEqualTo(
                        new ServeEvent.Data(
                                STREAM,
                                List.of(AmfValue.of("onMetaData"), AmfValue.array("width", 640))));
        assertThat(served.subList(3, 203))
                .extracting(event -> ((ServeEvent.Media) event).tag())
                .isEqualTo(tags);
        assertThat(served.subList(203, served.size()))
                .containsExactly(new ServeEvent.StreamEnded(STREAM));
        assertThat(publisher.poll())
                .isInstanceOfSatisfying(
                        PublishEvent.Ended.class,
                        ended ->
                                assertThat(ended.reason().kind()).isEqualTo(RtmpEnd.Kind.FINISHED));
    }

    @ParameterizedTest
    @EnumSource(ClientHandshake.Form.class)
    void playsWhateverTheFragments(ClientHandshake.Form form) {
        Player player = new Player(URL, form, RtmpLimits.DEFAULT, random, NOW);
        List<FlvTag> tags = tags(200, 3);
        run(player);
        server.acceptPlay(STREAM);
        server.sendMetadata(STREAM, AmfValue.array("height", 360));
        run(player);
        for (FlvTag tag : tags) {
            int size = server.size(STREAM, tag);
            deliver(
                    written(size, out -> server.write(STREAM, tag, out)),
                    in -> player.receive(in, NOW));
        }
        server.endPlay(STREAM);
        run(player);

        List<PlayEvent> events = new ArrayList<>();
        for (PlayEvent event = player.poll(); event != null; event = player.poll()) {
            events.add(event);
        }
        assertThat(events.getFirst()).isEqualTo(new PlayEvent.Started());
        assertThat(events.get(2))
                .isEqualTo(
                        new PlayEvent.Data(
                                List.of(AmfValue.of("onMetaData"), AmfValue.array("height", 360))));
        assertThat(events.subList(3, 203))
                .extracting(event -> ((PlayEvent.Media) event).tag())
                .isEqualTo(tags);
        assertThat(events.get(203))
                .isInstanceOfSatisfying(
                        PlayEvent.Ended.class,
                        ended ->
                                assertThat(ended.reason().kind()).isEqualTo(RtmpEnd.Kind.FINISHED));
    }

    @Test
    void aTakenNameIsToldWithTheServersWords() {
        Publisher publisher = new Publisher(URL, random, NOW);
        run(publisher);
        server.refusePublish(STREAM, "cam is on air already");
        run(publisher);

        assertThat(publisher.poll())
                .isEqualTo(
                        new PublishEvent.Ended(
                                new RtmpEnd(
                                        RtmpEnd.Kind.NAME_TAKEN,
                                        "NetStream.Publish.BadName",
                                        "cam is on air already")));
    }

    @Test
    void aMissingStreamIsTold() {
        Player player = new Player(URL, random, NOW);
        run(player);
        server.refusePlay(STREAM, "no such stream");
        run(player);

        assertThat(player.poll())
                .isEqualTo(
                        new PlayEvent.Ended(
                                new RtmpEnd(
                                        RtmpEnd.Kind.NOT_FOUND,
                                        "NetStream.Play.StreamNotFound",
                                        "no such stream")));
    }

    @Test
    void bothEndsSeeWhatTheOtherAcknowledges() {
        Publisher publisher = new Publisher(URL, random, NOW);
        run(publisher);
        server.acceptPublish(STREAM);
        run(publisher);
        FlvTag large = new FlvTag(FlvTag.Type.VIDEO, 0, new byte[2_000_000]);
        deliver(written(publisher.size(large), out -> publisher.write(large, out)), this::serve);
        run(publisher);

        assertThat(publisher.acknowledgements().sent())
                .isEqualTo(server.acknowledgements().received());
        assertThat(publisher.acknowledgements().acknowledged()).isGreaterThan(1_000_000);
    }

    private static List<FlvTag> tags(int count, long seed) {
        Random random = new Random(seed);
        List<FlvTag> tags = new ArrayList<>();
        long time = seed % 2 == 0 ? 0 : 0xFFFF_F000L; // past the 24 bits, and over the wrap
        for (int i = 0; i < count; i++) {
            byte[] body = new byte[1 + random.nextInt(i % 10 == 0 ? 20_000 : 600)];
            random.nextBytes(body);
            FlvTag.Type type = random.nextBoolean() ? FlvTag.Type.AUDIO : FlvTag.Type.VIDEO;
            tags.add(new FlvTag(type, time & 0xFFFF_FFFFL, body));
            time += random.nextInt(60);
        }
        return tags;
    }

    private void run(Publisher publisher) {
        run(publisher.outbox(), in -> publisher.receive(in, NOW));
    }

    private void run(Player player) {
        run(player.outbox(), in -> player.receive(in, NOW));
    }

    /** Until neither end has anything left to say. */
    private void run(Outbox client, Consumer<ByteBuffer> receive) {
        while (client.size() + server.outbox().size() > 0) {
            deliver(written(client.size(), client::drainTo), this::serve);
            deliver(written(server.outbox().size(), server.outbox()::drainTo), receive);
        }
    }

    private void serve(ByteBuffer in) {
        server.receive(in, NOW);
        for (ServeEvent event = server.poll(); event != null; event = server.poll()) {
            served.add(event);
        }
    }

    private static ByteBuffer written(int size, Consumer<ByteBuffer> write) {
        ByteBuffer out = ByteBuffer.allocate(size);
        write.accept(out);
        assertThat(out.hasRemaining()).as("the size was exact").isFalse();
        return out.flip();
    }

    private void deliver(ByteBuffer bytes, Consumer<ByteBuffer> receiver) {
        while (bytes.hasRemaining()) {
            int count =
                    Math.min(
                            bytes.remaining(), 1 + random.nextInt(random.nextBoolean() ? 8 : 3000));
            ByteBuffer piece = bytes.slice(bytes.position(), count);
            receiver.accept(piece);
            assertThat(piece.hasRemaining()).isFalse();
            bytes.position(bytes.position() + count);
        }
    }
}
