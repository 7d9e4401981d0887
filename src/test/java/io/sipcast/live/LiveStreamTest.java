package io.sipcast.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sipcast.bytes.Bytes;
import io.sipcast.live.Publication.Audio;
import io.sipcast.media.AacSettings;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import io.sipcast.media.Sink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Streams driven on a loop that the test turns by hand. */
class LiveStreamTest {
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));
    private static final StreamName NAME = StreamName.ofCall("call1");
    private static final Format VIDEO =
            new Format.Video(Format.VideoCodec.H264, Bytes.copyOf(new byte[] {1}), 640, 360);
    private static final Format AUDIO =
            new Format.Audio(Format.AudioCodec.AAC, Bytes.copyOf(new byte[] {2}), 48_000, 1);

    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final Queue<Runnable> opener = new ArrayDeque<>();
    private int opened;
    private int closed;
    private int keyFramesAsked;
    private final Streams streams =
            new Streams(
                    (_, _) -> {
                        opened++;
                        return new OneFrameABlock();
                    },
                    opener::add,
                    () -> 0);

    /** An encoder that makes one frame of each block. */
    private final class OneFrameABlock implements PcmEncoder {
        @Override
        public void encode(Pcm block, Sink<? super MediaUnit> out) {
            out.accept(
                    new MediaUnit(
                            AUDIO, true, block.startNanos(), block.startNanos(), new byte[1]));
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void mergesBothTracksInRisingOrder() throws Exception {
        LiveStream stream = open(Audio.UNITS);
        Subscription subscription = stream.subscribe(FORM, () -> {});
        add(stream, picture(0, true), sound(0), sound(20), picture(40, false), sound(40));
        add(stream, sound(60), picture(80, false));

        assertThat(take(subscription)).containsExactly("V0!", "A0", "A20", "V40", "A40", "A60");

        add(stream, sound(80)); // now the picture of 80 has nothing to wait for
        assertThat(take(subscription)).containsExactly("V80", "A80");
    }

    @Test
    void aTrackThatStaysAwayIsWaitedForNoLongerThanTheWindow() throws Exception {
        LiveStream stream = open(Audio.UNITS);
        Subscription subscription = stream.subscribe(FORM, () -> {});
        add(stream, picture(0, true), sound(0), picture(40, false), picture(80, false));
        assertThat(take(subscription)).containsExactly("V0!", "A0");

        add(stream, picture(190, false));
        assertThat(take(subscription)).containsExactly("V40");
        add(stream, picture(230, false));
        assertThat(take(subscription)).containsExactly("V80");
    }

    @Test
    void nothingIsHeldBackForATrackThatWillNotCome() throws Exception {
        LiveStream stream = open(Audio.NONE);
        Subscription subscription = stream.subscribe(FORM, () -> {});
        turn();
        add(stream, picture(0, true), picture(40, false));

        assertThat(take(subscription)).containsExactly("V0!", "V40");
    }

    @Test
    void aNewSubscriberGetsTheCachedKeyFrameGroupWithItsSound() throws Exception {
        LiveStream stream = open(Audio.UNITS);
        for (int ms = 0; ms < 1000; ms += 20) {
            add(stream, picture(ms, ms % 500 == 0), sound(ms));
        }

        List<String> taken = take(stream.subscribe(FORM, () -> {}));

        assertThat(taken).startsWith("V500!", "A500", "V520", "A520").endsWith("V980", "A980");
    }

    @Test
    void soundIsEncodedOnceForAllAndOnlyWhileSomebodyTakesIt() throws Exception {
        LiveStream stream = open(Audio.PCM);
        addPcm(stream, 0, 200);
        assertThat(opened).isZero();

        Subscription first = stream.subscribe(FORM, () -> {});
        Subscription second = stream.subscribe(FORM, () -> {});
        turn();
        addPcm(stream, 200, 260);
        turn();
        assertThat(opened).isEqualTo(1);
        assertThat(take(first)).containsExactly("A200", "A220", "A240");
        assertThat(take(second)).containsExactly("A200", "A220", "A240");

        first.close();
        turn();
        assertThat(closed).isZero();
        second.close();
        turn();
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void theFirstListenerHearsTheSoundOfTheCachedPictures() throws Exception {
        LiveStream stream = open(Audio.PCM);
        for (int ms = 0; ms < 2000; ms += 20) {
            add(stream, picture(ms, ms % 1000 == 0));
            addPcm(stream, ms, ms + 20);
        }

        Subscription subscription = stream.subscribe(FORM, () -> {});
        assertThat(take(subscription)).isEmpty(); // the past is being encoded
        turn();

        assertThat(take(subscription)).startsWith("V1000!", "A1000", "V1020").contains("A1980");
    }

    @Test
    void tellsOnceWhenThereIsMore() throws Exception {
        LiveStream stream = open(Audio.UNITS);
        List<String> told = new ArrayList<>();
        Subscription subscription = stream.subscribe(FORM, () -> told.add("ready"));
        add(stream, picture(0, true));
        assertThat(told).isEmpty(); // it has not looked yet

        take(subscription);
        add(stream, picture(40, false), picture(80, false));

        assertThat(told).hasSize(1);
    }

    @Test
    void aSlowSubscriberLosesPicturesUpToTheNextKeyFrameAndKeepsTheSound() throws Exception {
        LiveStream stream = open(Audio.UNITS);
        Subscription slow = stream.subscribe(FORM, () -> {});
        add(stream, picture(0, true), sound(0));
        assertThat(take(slow)).containsExactly("V0!", "A0");

        for (int ms = 20; ms <= 3500; ms += 20) {
            add(stream, picture(ms, ms % 2000 == 0), sound(ms));
        }

        List<String> taken = take(slow);
        assertThat(taken.stream().filter(unit -> unit.startsWith("V")).findFirst())
                .hasValue("V2000!");
        assertThat(taken).startsWith("A20", "A40").contains("A3000", "A3500");
        assertThat(slow.skipped()).isEqualTo(99);
    }

    @Test
    void aSubscriberThatStallsGoesOnAtTheLastKeyFrameWithItsSound() throws Exception {
        LiveStream stream = open(Audio.UNITS);
        Subscription stalled = stream.subscribe(FORM, () -> {});
        add(stream, picture(0, true), sound(0));
        assertThat(take(stalled)).containsExactly("V0!", "A0");

        for (int ms = 20; ms <= 60_000; ms += 20) {
            add(stream, picture(ms, ms % 2000 == 0), sound(ms));
        }
        add(stream, picture(60_020, false), sound(60_020));

        assertThat(take(stalled)).containsExactly("V60000!", "A60000", "V60020", "A60020");
    }

    @Test
    void startsWithAKeyFrameOnly() throws Exception {
        LiveStream stream = open(Audio.NONE);
        Subscription subscription = stream.subscribe(FORM, () -> {});
        add(stream, picture(0, false), picture(40, true));

        assertThat(take(subscription)).containsExactly("V40!");
        assertThat(stream.refused()).isEqualTo(1);
    }

    @Test
    void endsAfterTheLastUnitAndFreesTheName() throws Exception {
        LiveStream stream = open(Audio.NONE);
        Subscription subscription = stream.subscribe(FORM, () -> {});
        add(stream, picture(0, true));
        stream.end();

        assertThat(subscription.ended()).isFalse();
        assertThat(take(subscription)).containsExactly("V0!");
        assertThat(subscription.ended()).isTrue();
        assertThat(open(Audio.NONE)).isNotSameAs(stream);
    }

    @Test
    void aNameInUseIsRefused() throws Exception {
        LiveStream _ = open(Audio.NONE);

        assertThatExceptionOfType(Streams.NameTakenException.class)
                .isThrownBy(() -> open(Audio.NONE))
                .withMessage("the stream live/call1 exists already");
    }

    @Test
    void waitsForAStreamThatIsNotThereYet() throws Exception {
        List<LiveStream> found = new ArrayList<>();
        Runnable _ = streams.await(NAME, found::add);
        Runnable stop = streams.await(NAME, found::add);
        stop.run();

        LiveStream stream = open(Audio.NONE);

        assertThat(found).containsExactly(stream);
    }

    @Test
    void passesOnThatAKeyFrameIsWanted() throws Exception {
        open(Audio.NONE).requestKeyFrame();
        turn();

        assertThat(keyFramesAsked).isEqualTo(1);
    }

    @Test
    void whoAddsIsToldWhenSomebodyBeginsToWatch() throws Exception {
        LiveStream stream = open(Audio.PCM);
        List<String> news = new ArrayList<>();
        stream.whenWatched(() -> news.add("watched"));
        turn();
        assertThat(stream.isWatched()).isFalse();
        assertThat(news).isEmpty();

        Subscription listening = stream.listen(() -> {}); // pictures alone: no sound is wanted
        assertThat(news).as("on the loop").isEmpty();
        turn();
        assertThat(news).containsExactly("watched");
        assertThat(stream.wantsSound()).isFalse();
        assertThat(stream.isWatched()).isTrue();

        listening.close();
        turn();
        assertThat(stream.isWatched()).isFalse();
        try (PcmReader _ = stream.samples()) {
            assertThat(stream.isWatched()).isTrue();
        }
        assertThat(stream.isWatched()).isFalse();
    }

    @Test
    void forgetsWhatNobodyNeedsAnyMore() throws Exception {
        LiveStream stream = open(Audio.UNITS);
        for (int ms = 0; ms < 100_000; ms += 100) {
            add(stream, picture(ms, ms % 1000 == 0), sound(ms));
        }

        assertThat(take(stream.subscribe(FORM, () -> {})))
                .startsWith("V99000!", "A99000")
                .hasSize(20);
    }

    private LiveStream open(Audio audio) throws Streams.NameTakenException {
        return streams.open(NAME, new Publication(loop::add, audio, true, () -> keyFramesAsked++));
    }

    private void turn() {
        while (!loop.isEmpty() || !opener.isEmpty()) {
            (loop.isEmpty() ? opener : loop).remove().run();
        }
    }

    private void add(LiveStream stream, MediaUnit... units) {
        for (MediaUnit unit : units) {
            stream.add(unit);
        }
        turn();
    }

    private static void addPcm(LiveStream stream, int fromMs, int toMs) {
        for (int ms = fromMs; ms < toMs; ms += 20) {
            stream.add(new Pcm(nanos(ms), nanos(ms + 20), 8000, new short[160]));
        }
    }

    private static List<String> take(Subscription subscription) {
        List<String> taken = new ArrayList<>();
        for (MediaUnit unit = subscription.poll(); unit != null; unit = subscription.poll()) {
            taken.add(
                    (unit.isVideo() ? "V" : "A")
                            + unit.dtsNanos() / 1_000_000
                            + (unit.isVideo() && unit.key() ? "!" : ""));
        }
        return taken;
    }

    private static MediaUnit picture(int ms, boolean key) {
        return new MediaUnit(VIDEO, key, nanos(ms), nanos(ms), new byte[1]);
    }

    private static MediaUnit sound(int ms) {
        return new MediaUnit(AUDIO, true, nanos(ms), nanos(ms), new byte[1]);
    }

    private static long nanos(int ms) {
        return ms * 1_000_000L;
    }
}
