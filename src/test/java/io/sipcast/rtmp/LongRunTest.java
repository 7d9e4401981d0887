package io.sipcast.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.PcmEncoder;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.live.Subscription;
import io.sipcast.media.AacSettings;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import io.sipcast.media.Sink;
import io.sipcast.net.TestUnits;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.UnitReader;
import io.sipcast.rtmp.flv.UnitWriter;
import io.sipcast.rtmp.message.Outbox;
import io.sipcast.rtmp.play.PlayEvent;
import io.sipcast.rtmp.play.Player;
import io.sipcast.rtmp.publish.PublishEvent;
import io.sipcast.rtmp.publish.Publisher;
import io.sipcast.rtmp.serve.ServeEvent;
import io.sipcast.rtmp.serve.ServerConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Eight hours in virtual time: a call's samples and pictures through the hub (with an encoder that
 * only counts), pushed to our own server, through the hub again, to a player. The times on the wire
 * begin near what they wrap at.
 */
class LongRunTest {
    private static final long MILLI = 1_000_000;
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
    private static final long LENGTH_MILLIS = 8 * HOUR_MILLIS;
    private static final int STREAM = 1;
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(8_000, 64_000, AacSettings.Coder.FAST));
    private static final RtmpUrl URL = RtmpUrl.parse("rtmp://host/live/copy");
    private static final short[] SILENCE = new short[160];

    private long nowNanos = 5 * MILLI;
    private final Streams streams =
            new Streams((_, _) -> new OneFrameABlock(), Runnable::run, () -> nowNanos);
    private final Random random = new Random(1);
    private final ServerConnection ingest = new ServerConnection(random, 0);
    private final ServerConnection outlet = new ServerConnection(random, 0);
    private final Publisher publisher = new Publisher(URL, random, 0);
    private final Player player = new Player(URL, random, 0);
    private final UnitReader reader = new UnitReader(0);
    private final Track sound = new Track();
    private final Track pictures = new Track();
    private ByteBuffer wire = ByteBuffer.allocate(64 * 1024);

    /** What a player sees of one track. */
    private static final class Track {
        long units;
        long last = -1;
        long longestStep;
        boolean fell;

        void take(long millis) {
            long step = last < 0 ? 1 : millis - last;
            fell |= step <= 0;
            longestStep = Math.max(longestStep, step);
            last = millis;
            units++;
        }
    }

    private static final class OneFrameABlock implements PcmEncoder {
        @Override
        public void encode(Pcm block, Sink<? super MediaUnit> out) {
            out.accept(TestUnits.sound((int) (block.startNanos() / MILLI)));
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0xFF_FFFFL - 2 * 3_600_000, 0xFFFF_FFFFL - 3 * 3_600_000})
    void eightHoursGoThrough(long firstMillis) throws Exception {
        shakeHands();
        Executor loop = Runnable::run;
        LiveStream call =
                streams.open(
                        StreamName.ofCall("call"),
                        new Publication(loop, Publication.Audio.PCM, true, () -> {}));
        LiveStream copy =
                streams.open(
                        StreamName.ofCall("copy"),
                        new Publication(loop, Publication.Audio.UNITS, true, () -> {}));
        Subscription push = call.subscribe(FORM, () -> {});
        Subscription view = copy.subscribe(FORM, () -> {});
        var pushed = new UnitWriter();
        var viewed = new UnitWriter();
        long usedAfterAnHour = 0;

        for (int millis = 0; millis < LENGTH_MILLIS; millis += 20) {
            nowNanos = millis * MILLI;
            if (millis % 40 == 0) {
                call.add(TestUnits.picture(millis, millis % 2000 == 0, 60));
            }
            call.add(new Pcm(nowNanos, nowNanos + 20 * MILLI, 8_000, SILENCE));
            for (MediaUnit unit = push.poll(); unit != null; unit = push.poll()) {
                pushed.process(unit, tag -> publish(shifted(tag, firstMillis)));
            }
            for (ServeEvent e = ingest.poll(); e != null; e = ingest.poll()) {
                if (e instanceof ServeEvent.Media(int _, FlvTag tag)) {
                    reader.process(tag, copy::add);
                }
            }
            for (MediaUnit unit = view.poll(); unit != null; unit = view.poll()) {
                viewed.process(unit, tag -> play(shifted(tag, firstMillis)));
            }
            for (PlayEvent e = player.poll(); e != null; e = player.poll()) {
                if (e instanceof PlayEvent.Media(FlvTag tag)) {
                    see(tag, firstMillis);
                }
            }
            if (millis % (10 * 60_000) == 0) {
                keepAlive();
            }
            if (millis == HOUR_MILLIS) {
                usedAfterAnHour = usedBytes();
            }
        }

        assertThat(usedBytes() - usedAfterAnHour).isLessThan(4_000_000);
        sees(pictures, 40);
        sees(sound, 20);
        assertThat(view.skipped() + push.skipped()).isZero();
        long unacknowledged =
                publisher.acknowledgements().sent() - publisher.acknowledgements().acknowledged();
        assertThat(publisher.acknowledgements().sent()).isGreaterThan(100_000_000);
        assertThat(unacknowledged).isBetween(0L, 2_500_000L);
    }

    /** Everything, each after the one before, to the end. */
    private static void sees(Track track, int stepMillis) {
        assertThat(track.fell).isFalse();
        assertThat(track.longestStep).isEqualTo(stepMillis);
        assertThat(track.units).isBetween(LENGTH_MILLIS / stepMillis - 20, LENGTH_MILLIS);
        assertThat(track.last).isBetween(LENGTH_MILLIS - 1000, LENGTH_MILLIS);
    }

    private void see(FlvTag tag, long firstMillis) {
        boolean header = tag.body()[1] == 0;
        long millis = (tag.timestampMillis() - firstMillis) & 0xFFFF_FFFFL;
        if (!header) {
            (tag.type() == FlvTag.Type.VIDEO ? pictures : sound).take(millis);
        }
    }

    private static FlvTag shifted(FlvTag tag, long millis) {
        return new FlvTag(tag.type(), (tag.timestampMillis() + millis) & 0xFFFF_FFFFL, tag.body());
    }

    private void publish(FlvTag tag) {
        carry(publisher.size(tag), out -> publisher.write(tag, out), this::ingest);
        carry(
                ingest.outbox().size(),
                ingest.outbox()::drainTo,
                in -> publisher.receive(in, nowNanos));
    }

    private void play(FlvTag tag) {
        carry(
                outlet.size(STREAM, tag),
                out -> outlet.write(STREAM, tag, out),
                in -> player.receive(in, nowNanos));
        carry(player.outbox().size(), player.outbox()::drainTo, this::outlet);
    }

    private void ingest(ByteBuffer in) {
        ingest.receive(in, nowNanos);
    }

    private void outlet(ByteBuffer in) {
        outlet.receive(in, nowNanos);
    }

    private void carry(int size, Consumer<ByteBuffer> write, Consumer<ByteBuffer> read) {
        if (size == 0) {
            return;
        }
        if (wire.capacity() < size) {
            wire = ByteBuffer.allocate(size);
        }
        wire.clear();
        write.accept(wire);
        read.accept(wire.flip());
    }

    /** A player says little by itself: it is pinged, and answers. */
    private void keepAlive() {
        outlet.timeout(nowNanos);
        carry(outlet.outbox().size(), outlet.outbox()::drainTo, in -> player.receive(in, nowNanos));
        carry(player.outbox().size(), player.outbox()::drainTo, this::outlet);
        assertThat(outlet.playing(STREAM)).isTrue();
    }

    private void shakeHands() {
        talk(publisher.outbox(), ingest, in -> publisher.receive(in, 0));
        ingest.acceptPublish(STREAM);
        talk(publisher.outbox(), ingest, in -> publisher.receive(in, 0));
        assertThat(publisher.poll()).isEqualTo(new PublishEvent.Started());
        talk(player.outbox(), outlet, in -> player.receive(in, 0));
        outlet.acceptPlay(STREAM);
        talk(player.outbox(), outlet, in -> player.receive(in, 0));
        assertThat(player.poll()).isEqualTo(new PlayEvent.Started());
    }

    private void talk(Outbox client, ServerConnection server, Consumer<ByteBuffer> receive) {
        while (client.size() + server.outbox().size() > 0) {
            carry(client.size(), client::drainTo, in -> server.receive(in, 0));
            carry(server.outbox().size(), server.outbox()::drainTo, receive);
        }
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
