package io.sipcast.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.PcmEncoder;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.AacSettings;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import io.sipcast.media.Sink;
import io.sipcast.net.TestUnits;
import io.sipcast.push.VirtualTarget.Mood;
import io.sipcast.push.VirtualTarget.Piece;
import io.sipcast.rtmp.flv.FlvTag;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A call's samples and pictures to twenty targets, of which five fail in turn for two minutes, each
 * time in another way. In virtual time; with real peers and for a shorter time it is in {@code
 * interop.FailingTargetsTest}.
 */
class TwentyTargetsTest {
    private static final long MILLI = 1_000_000;
    private static final int TARGETS = 20;
    private static final int FAILING = 5;
    private static final int CALM_MILLIS = 5_000;
    private static final int STORM_MILLIS = 120_000;
    private static final int TURN_MILLIS = 8_000;
    private static final int TROUBLE_MILLIS = 5_000;
    private static final int LENGTH_MILLIS = CALM_MILLIS + STORM_MILLIS + CALM_MILLIS;
    private static final int PICTURE_MILLIS = 40;
    private static final int FRAME_MILLIS = 20;
    private static final int HEADER = 1;
    private static final int PICTURE_BYTES = 3_000; // 600 kbit/s
    private static final List<Mood> TROUBLES =
            List.of(Mood.GONE, Mood.SILENT, Mood.STALLED, Mood.HOLDS_NAME);
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(8_000, 64_000, AacSettings.Coder.FAST));
    private static final PushPolicy POLICY =
            new PushPolicy(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(3),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(1),
                    OptionalInt.empty());

    private long nowNanos;
    private int encoders;
    private final Streams streams =
            new Streams((_, _) -> new OneFrameABlock(), Runnable::run, () -> nowNanos);

    /** Counts, so that nobody gets an encoder of his own. */
    private final class OneFrameABlock implements PcmEncoder {
        OneFrameABlock() {
            encoders++;
        }

        @Override
        public void encode(Pcm block, Sink<? super MediaUnit> out) {
            out.accept(TestUnits.sound((int) (block.startNanos() / MILLI)));
        }

        @Override
        public void close() {}
    }

    @Test
    void theOtherFifteenAreWithoutAHole() throws Exception {
        LiveStream call =
                streams.open(
                        StreamName.ofCall("call"),
                        new Publication(Runnable::run, Publication.Audio.PCM, true, () -> {}));
        addMedia(call, 0);
        List<VirtualTarget> targets =
                IntStream.range(0, TARGETS)
                        .mapToObj(i -> new VirtualTarget(call, FORM, POLICY, i, nowNanos))
                        .toList();
        List<VirtualTarget> failing = targets.subList(TARGETS - FAILING, TARGETS);
        for (int millis = FRAME_MILLIS; millis < LENGTH_MILLIS; millis += FRAME_MILLIS) {
            nowNanos = millis * MILLI;
            trouble(failing, millis - CALM_MILLIS);
            addMedia(call, millis);
            targets.forEach(target -> target.tick(nowNanos));
        }

        assertThat(call.ended()).isFalse();
        assertThat(call.subscribers()).isEqualTo(TARGETS);
        assertThat(encoders).isEqualTo(1);
        for (VirtualTarget good : targets.subList(0, TARGETS - FAILING)) {
            assertThat(good.state().retries()).isZero();
            assertThat(good.pieces).hasSize(1);
            isWithoutAHole(good.pieces.getFirst());
        }
        for (VirtualTarget each : failing) {
            assertThat(each.state().phase()).isEqualTo(PushState.Phase.PUBLISHING);
            assertThat(each.pieces).hasSizeGreaterThan(2);
            each.pieces.forEach(TwentyTargetsTest::beginsAsAStreamShould);
        }
        assertThat(labels(failing))
                .containsExactly(
                        "bad_name", "closed", "connection_refused", "stopped_reading", "too_slow");
    }

    /** One after the other is in trouble for five seconds of eight, each time in another way. */
    private void trouble(List<VirtualTarget> failing, int millis) {
        int turn = Math.floorDiv(millis, TURN_MILLIS);
        if (millis < 0 || turn >= STORM_MILLIS / TURN_MILLIS) {
            return;
        }
        VirtualTarget target = failing.get(turn % FAILING);
        Mood mood = TROUBLES.get((turn + turn / FAILING) % TROUBLES.size());
        if (millis % TURN_MILLIS == 0) {
            target.mood(mood);
            if (mood != Mood.STALLED) {
                target.cut(nowNanos);
            }
        } else if (millis % TURN_MILLIS == TROUBLE_MILLIS) {
            target.mood(Mood.FINE);
        }
    }

    /** 20 ms of sound, and every second time a picture. */
    private void addMedia(LiveStream call, int millis) {
        if (millis % PICTURE_MILLIS == 0) {
            call.add(TestUnits.picture(millis, millis % 2_000 == 0, PICTURE_BYTES));
        }
        long start = millis * MILLI;
        call.add(new Pcm(start, start + FRAME_MILLIS * MILLI, 8_000, new short[160]));
    }

    /** Everything from the beginning to the end, each at its time. */
    private static void isWithoutAHole(Piece piece) {
        beginsAsAStreamShould(piece);
        steps(piece.pictures, PICTURE_MILLIS);
        steps(piece.sound, FRAME_MILLIS);
        assertThat(piece.pictures).hasSize(HEADER + LENGTH_MILLIS / PICTURE_MILLIS);
        assertThat(piece.sound) // but for that which was before anybody wanted it
                .hasSize(HEADER + LENGTH_MILLIS / FRAME_MILLIS - 1);
    }

    private static void steps(List<FlvTag> tags, int millis) {
        for (int i = 2; i < tags.size(); i++) {
            long step = tags.get(i).timestampMillis() - tags.get(i - 1).timestampMillis();
            assertThat(step).isEqualTo(millis);
        }
    }

    /** The header of each track once, a key frame, times from nought that rise. */
    private static void beginsAsAStreamShould(Piece piece) {
        assertThat(piece.pictures).hasSizeGreaterThan(2);
        assertThat(piece.sound).hasSizeGreaterThan(2);
        assertThat(piece.pictures.getFirst().body()[1]).as("a header").isZero();
        assertThat(piece.pictures.get(1).body()[0] >> 4).as("a key frame").isEqualTo((byte) 1);
        assertThat(piece.sound.getFirst().body()[1]).as("a header").isZero();
        for (List<FlvTag> track : List.of(piece.pictures, piece.sound)) {
            List<FlvTag> media = track.subList(1, track.size());
            assertThat(media).allSatisfy(tag -> assertThat(tag.body()[1]).isEqualTo((byte) 1));
            assertThat(media)
                    .extracting(FlvTag::timestampMillis)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
        assertThat(
                        Math.min(
                                piece.pictures.get(1).timestampMillis(),
                                piece.sound.get(1).timestampMillis()))
                .isZero();
    }

    private static Set<String> labels(List<VirtualTarget> failing) {
        return failing.stream()
                .flatMap(target -> target.state().failures().stream())
                .map(failure -> failure.why().label())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
