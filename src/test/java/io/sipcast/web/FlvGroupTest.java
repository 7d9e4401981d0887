package io.sipcast.web;

import static io.sipcast.web.TestStream.picture;
import static io.sipcast.web.TestStream.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication.Audio;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.rtmp.flv.FlvTag;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What viewers of one group get: each a whole stream of its own, whenever it came and however. */
class FlvGroupTest {
    private static final StreamForm FORM = TestServer.FORM;

    private final Streams streams = TestServer.streams();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<StreamName> emptied = new ArrayList<>();
    private TestStream source;
    private LiveStream stream;
    private FlvGroup group;

    @BeforeEach
    void open() {
        StreamName name = StreamName.ofCall("many");
        source = TestStream.open(streams, name, Audio.UNITS, true);
        stream = streams.find(name).orElseThrow();
        group = new FlvGroup(stream, FORM, channel.eventLoop(), () -> emptied.add(name));
    }

    @Test
    void whoComesLaterStartsAtNoughtAndGetsTheSame() {
        source.addBoth(0, 2100);
        Viewer early = new Viewer();
        publish(2100, 3500);
        Viewer late = new Viewer();
        publish(3500, 5000);

        List<FlvTag> ofEarly = early.pictures();
        List<FlvTag> ofLate = late.pictures();

        assertThat(Flv.pictureMillis(ofEarly.getFirst())).isEqualTo(2000);
        assertThat(Flv.pictureMillis(ofLate.getFirst())).isEqualTo(3000);
        for (List<FlvTag> pictures : List.of(ofEarly, ofLate)) {
            long first = Flv.pictureMillis(pictures.getFirst());
            assertThat(pictures.getFirst().timestampMillis()).isZero();
            assertThat(pictures)
                    .allMatch(tag -> tag.timestampMillis() == Flv.pictureMillis(tag) - first);
            assertThat(Flv.pictureMillis(pictures.getLast())).isEqualTo(4960);
            assertThat(pictures).hasSize((int) (4960 - first) / 40 + 1);
        }
        // the last of each waits for a picture to come as far
        assertThat(early.sounds()).hasSize(149).last().isEqualTo(2960L);
        assertThat(late.sounds()).hasSize(99).last().isEqualTo(1960L);
    }

    @Test
    void whatAllGetIsWrittenOnceInATurn() {
        source.addBoth(0, 1000);
        List<Viewer> viewers = List.of(new Viewer(), new Viewer(), new Viewer());
        publish(1000, 1100);
        int before = viewers.getFirst().pieces;

        source.addBoth(1100, 1200);
        turn();

        assertThat(viewers).allMatch(viewer -> viewer.pieces == before + 1);
    }

    @Test
    void aSlowOneLosesPicturesAndGoesOnWithAKeyFrameWhileOthersLoseNothing() {
        source.addBoth(0, 1000);
        Viewer quick = new Viewer();
        Viewer slow = new Viewer();
        publish(1000, 2000);

        slow.full = true;
        publish(2000, 9000);
        slow.full = false;
        slow.viewer.pump();
        publish(9000, 10_000);

        assertThat(quick.pictures()).hasSize(250);
        List<FlvTag> pictures = slow.pictures();
        assertThat(pictures).hasSizeLessThan(200);
        assertThat(Flv.pictureMillis(pictures.getLast())).isEqualTo(9960);
        for (int i = 1; i < pictures.size(); i++) {
            FlvTag picture = pictures.get(i);
            long step = Flv.pictureMillis(picture) - Flv.pictureMillis(pictures.get(i - 1));
            assertThat(step == 40 || Flv.word(picture).endsWith("!")).isTrue();
            assertThat(picture.timestampMillis()).isEqualTo(Flv.pictureMillis(picture));
        }
    }

    @Test
    void aNewFormatComesWithItsHeader() {
        source.addBoth(0, 1000);
        Viewer viewer = new Viewer();
        publish(1000, 1100);

        source.add(TestStream.otherPicture(1120, true, 100), sound(1120), sound(1140));
        turn();
        source.add(TestStream.otherPicture(1160, false, 100), sound(1160), sound(1180));
        turn();

        viewer.full = true; // goes its own way from here, and knows what was said
        source.add(sound(1200));
        turn();
        viewer.full = false;
        source.add(TestStream.otherPicture(1240, false, 100), sound(1240), sound(1260));
        viewer.viewer.pump();

        assertThat(viewer.words()).containsSubsequence("VH", "V0!", "V1080", "VH", "V1120!");
        assertThat(viewer.words()).contains("V1240");
        assertThat(viewer.words().stream().filter("VH"::equals)).hasSize(2);
    }

    @Test
    void allAreToldThatItHasEndedAndTheGroupIsGone() {
        source.addBoth(0, 1000);
        Viewer first = new Viewer();
        Viewer second = new Viewer();
        publish(1000, 1100);
        second.full = true;

        source.add(picture(1120, false, 100), sound(1120));
        source.end();
        turn();
        assertThat(first.ended).isTrue();
        assertThat(second.ended).isFalse();
        assertThat(emptied).isEmpty();

        second.full = false;
        second.viewer.pump();

        assertThat(second.ended).isTrue();
        assertThat(first.words()).last().isEqualTo("A1120");
        assertThat(second.words()).isEqualTo(first.words());
        assertThat(emptied).hasSize(1);
    }

    @Test
    void onlyViewersCount() {
        Viewer one = new Viewer();
        Viewer other = new Viewer();
        assertThat(stream.viewers()).isEqualTo(2);
        assertThat(stream.subscribers()).isEqualTo(2);

        one.viewer.close();
        other.viewer.close();

        assertThat(stream.viewers()).isZero();
        assertThat(stream.subscribers()).isZero();
        assertThat(emptied).hasSize(1);
    }

    /** As an encoder does it, with a turn for each picture. */
    private void publish(int fromMillis, int toMillis) {
        for (int at = fromMillis; at < toMillis; at += 20) {
            source.addBoth(at, at + 20);
            turn();
        }
    }

    /** As if the time between two turns had passed. */
    private void turn() {
        channel.runPendingTasks();
        channel.advanceTimeBy(100, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    /** Keeps what it is sent. */
    private final class Viewer implements FlvOutput {
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final FlvViewer viewer = new FlvViewer(stream, FORM, _ -> this, group);
        private boolean full;
        private boolean ended;
        private int pieces;

        Viewer() {
            group.add(viewer);
            turn();
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public ByteBuf begin(int size) {
            return Unpooled.buffer(size);
        }

        @Override
        public void send(ByteBuf filled) {
            pieces++;
            received.write(filled.array(), 0, filled.readableBytes());
        }

        @Override
        public void end() {
            ended = true;
        }

        List<FlvTag> pictures() {
            return flv().tags().stream()
                    .filter(tag -> tag.type() == FlvTag.Type.VIDEO && tag.body()[1] == 1)
                    .toList();
        }

        List<Long> sounds() {
            return flv().tags().stream()
                    .filter(tag -> tag.type() == FlvTag.Type.AUDIO && tag.body()[1] == 1)
                    .map(FlvTag::timestampMillis)
                    .toList();
        }

        List<String> words() {
            return flv().words();
        }

        private Flv flv() {
            return Flv.read(received.toByteArray());
        }
    }
}
