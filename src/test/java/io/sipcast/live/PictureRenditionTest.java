package io.sipcast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.live.Publication.Audio;
import io.sipcast.media.AacSettings;
import io.sipcast.media.Format;
import io.sipcast.media.Format.VideoCodec;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Sink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Renditions with a loop and workers that the test turns by hand, and a codec that is none. */
class PictureRenditionTest {
    private static final AacSpec AAC = new AacSpec(48_000, 64_000, AacSettings.Coder.FAST);
    private static final StreamForm FORM = new StreamForm(AAC);
    private static final long MILLIS = 1_000_000L;
    private static final Format VP8 = format(VideoCodec.VP8, 0, 640, 360);
    private static final Format H264 = format(VideoCodec.H264, 1, 640, 360);
    private static final Format H265 = format(VideoCodec.H265, 2, 640, 360);

    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private boolean closing;
    private final List<H264Spec> opened = new ArrayList<>();
    private final List<Long> decoded = new ArrayList<>();
    private int closed;
    private int broken;
    private final Streams streams =
            new Streams(
                    (_, _) -> {
                        throw new AssertionError("no sound here");
                    },
                    (spec, _, _) -> {
                        opened.add(spec);
                        return new Copying();
                    },
                    null,
                    Runnable::run,
                    this::work,
                    () -> 0);
    private final LiveStream stream;

    PictureRenditionTest() throws Exception {
        var publication = new Publication(loop::add, Audio.NONE, true, () -> {});
        stream = streams.open(StreamName.ofCall("call"), publication);
    }

    /** Every picture comes out as it went in, in another format; the first one shown is a key. */
    private final class Copying implements PictureTranscoder {
        private boolean begun;

        @Override
        public void transcode(
                MediaUnit unit, boolean shown, boolean key, Sink<? super MediaUnit> out) {
            decoded.add(unit.dtsNanos() / MILLIS);
            if (broken > 0) {
                broken--;
                throw new IllegalStateException("planted");
            }
            if (shown) {
                out.accept(
                        new MediaUnit(
                                format(VideoCodec.H264, 9, 640, 360),
                                key || !begun,
                                unit.ptsNanos(),
                                unit.ptsNanos(),
                                unit.payload()));
                begun = true;
            }
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void nothingIsMadeWhileNobodyTakesIt() {
        add(VP8, 0, true);
        add(VP8, 40, false);
        turn();

        assertThat(opened).isEmpty();
    }

    @Test
    void whoTakesH264GetsWhatComesInVp8AsH264() {
        add(VP8, 0, true);
        add(VP8, 40, false);
        Subscription subscription = stream.subscribe(FORM, () -> {});
        assertThat(take(subscription)).isEmpty(); // still catching up
        turn();
        assertThat(take(subscription)).containsExactly("H264 0!", "H264 40");

        add(VP8, 80, false);
        turn();
        assertThat(take(subscription)).containsExactly("H264 80");
        assertThat(subscription.transcodingReason()).contains("VP8");
    }

    @Test
    void picturesThatComeWhileTheGatewayClosesAreForNobody() {
        add(VP8, 0, true);
        Subscription subscription = stream.subscribe(FORM, () -> {});
        take(subscription);
        turn();
        assertThat(take(subscription)).containsExactly("H264 0!");

        closing = true;
        add(VP8, 40, false); // throws nothing
        turn();
        assertThat(take(subscription)).isEmpty();
    }

    @Test
    void whoCameBeforeTheFirstPictureSeesNoneInVp8() {
        Subscription subscription = stream.subscribe(FORM, () -> {});
        assertThat(take(subscription)).isEmpty();
        add(VP8, 0, true);
        assertThat(take(subscription)).isEmpty();
        turn();
        assertThat(take(subscription)).containsExactly("H264 0!");
    }

    @Test
    void oneIsMadeForAllWhoWantTheSameAndStopsWithTheLast() {
        add(VP8, 0, true);
        Subscription first = stream.subscribe(FORM, () -> {});
        Subscription second = stream.subscribe(FORM, () -> {});
        take(first);
        take(second);
        turn();
        assertThat(take(first)).containsExactly("H264 0!");
        assertThat(take(second)).containsExactly("H264 0!");
        assertThat(opened).hasSize(1);

        first.close();
        turn();
        assertThat(closed).isZero();
        second.close();
        turn();
        assertThat(closed).isOne();
    }

    @Test
    void h265GoesThroughToWhoTakesItAndIsMadeH264ForTheOthers() {
        add(H265, 0, true);
        Subscription modern = stream.subscribe(FORM.with(PictureForm.DEFAULT.withH265()), () -> {});
        Subscription plain = stream.subscribe(FORM, () -> {});
        take(plain);
        turn();

        assertThat(take(modern)).containsExactly("H265 0!");
        assertThat(take(plain)).containsExactly("H264 0!");
    }

    @Test
    void anotherCodecInMidCallIsFollowedWithoutAStepBack() {
        add(H264, 0, true);
        Subscription subscription = stream.subscribe(FORM, () -> {});
        assertThat(take(subscription)).containsExactly("H264 0!");
        add(VP8, 40, true);
        take(subscription);
        turn();
        add(VP8, 80, false);
        turn();
        assertThat(take(subscription)).containsExactly("H264 40!", "H264 80");

        add(H264, 120, true);
        turn();
        assertThat(take(subscription)).containsExactly("H264 120!");
        assertThat(subscription.transcodingReason()).isEmpty();
        turn();
        assertThat(closed).isOne();
    }

    @Test
    void aCalleeWithoutKeyFramesIsEncodedAnewBeforeTheRuleBreaks() {
        add(H264, 0, true);
        Subscription auto = stream.subscribe(FORM, () -> {});
        Subscription pass = stream.subscribe(FORM.with(mode(PictureForm.Mode.PASS)), () -> {});
        List<String> seen = new ArrayList<>(take(auto));
        for (int ms = 40; ms <= 3600; ms += 40) {
            add(H264, ms, false);
            turn();
            seen.addAll(take(auto));
            turn();
        }

        assertThat(seen).startsWith("H264 0!", "H264 40");
        List<String> keys = seen.stream().filter(one -> one.endsWith("!")).toList();
        assertThat(keys).hasSize(2);
        assertThat(millis(keys.getLast())).isBetween(3200, 3400);
        assertThat(seen.stream().map(PictureRenditionTest::millis))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(auto.transcodingReason()).contains("no key frames");
        assertThat(take(pass)).hasSize(91);
        assertThat(opened).containsExactly(new H264Spec(640, 360, 0, Duration.ofSeconds(2)));
    }

    /** Another sequence header would do more harm. */
    @Test
    void aCalleeThatSendsKeyFramesMayBeLateWithOne() {
        Subscription auto = stream.subscribe(FORM, () -> {});
        List<String> seen = new ArrayList<>();
        for (int ms = 0; ms <= 9_800; ms += 40) {
            add(H264, ms, ms % 2_000 == 0 && ms <= 4_000);
            turn();
            seen.addAll(take(auto));
        }
        assertThat(seen).hasSize(246).allMatch(one -> one.startsWith("H264 "));
        assertThat(auto.transcodingReason()).isEmpty();
        assertThat(opened).isEmpty();

        for (int ms = 9_840; ms <= 10_200; ms += 40) {
            add(H264, ms, false);
            turn();
            take(auto);
        }
        assertThat(auto.transcodingReason()).contains("no key frames");
        assertThat(opened).hasSize(1);
    }

    /** The second one tells that it does: from then on it has time. */
    @Test
    void aCalleeThatHasSentTwoIsBelievedToSendMore() {
        Subscription auto = stream.subscribe(FORM, () -> {});
        for (int ms = 0; ms <= 8_500; ms += 40) {
            add(H264, ms, ms == 0 || ms == 2_600);
            turn();
            take(auto);
        }
        assertThat(auto.transcodingReason()).isEmpty();
    }

    /**
     * As a camera does that sends them as it likes: who comes late is not taken in by their number.
     */
    @Test
    void aCalleeWhoseKeyFramesAreAllLateIsNotBelieved() {
        for (int ms = 0; ms <= 21_000; ms += 40) {
            add(H264, ms, ms % 5_000 == 0);
        }
        Subscription late = stream.subscribe(FORM, () -> {});
        for (int ms = 21_040; ms <= 23_600; ms += 40) {
            add(H264, ms, false);
            turn();
            take(late);
        }
        assertThat(late.transcodingReason()).contains("no key frames");
    }

    /** A push that was lost and is back: what the others know of the callee holds for it, too. */
    @Test
    void whoComesLaterKnowsThatTheCalleeSendsKeyFrames() {
        for (int ms = 0; ms <= 4_200; ms += 40) {
            add(H264, ms, ms % 2_000 == 0);
        }
        Subscription back = stream.subscribe(FORM, () -> {});
        List<String> seen = new ArrayList<>();
        for (int ms = 4_240; ms <= 9_800; ms += 40) {
            add(H264, ms, false);
            turn();
            seen.addAll(take(back));
        }

        assertThat(seen).startsWith("H264 4000!").allMatch(one -> one.startsWith("H264 "));
        assertThat(back.transcodingReason()).isEmpty();
        assertThat(opened).isEmpty();
    }

    @Test
    void aTargetThatForbidsItSeesNoOtherSize() {
        add(H264, 0, true);
        var form =
                FORM.with(
                        new PictureForm(
                                PictureForm.Mode.AUTO,
                                PictureForm.H265.WHO_TAKES_IT,
                                true,
                                0,
                                0,
                                0,
                                Duration.ofSeconds(2)));
        Subscription strict = stream.subscribe(form, () -> {});
        Subscription free = stream.subscribe(FORM, () -> {});
        take(strict);
        take(free);
        add(format(VideoCodec.H264, 3, 1280, 720), 40, true);
        take(strict);
        turn();

        assertThat(take(free)).containsExactly("H264 40!");
        assertThat(take(strict)).containsExactly("H264 40!");
        assertThat(opened).containsExactly(new H264Spec(640, 360, 0, Duration.ofSeconds(2)));
        assertThat(strict.transcodingReason()).contains("size");
    }

    @Test
    void whoWantsItSoGetsEverythingAnew() {
        add(H264, 0, true);
        Subscription subscription =
                stream.subscribe(FORM.with(mode(PictureForm.Mode.TRANSCODE)), () -> {});
        take(subscription);
        turn();

        assertThat(take(subscription)).containsExactly("H264 0!");
        assertThat(opened).hasSize(1);
    }

    @Test
    void whatIsABitLateIsOnlyDecodedAndWhatIsVeryLateNotEvenThat() {
        add(VP8, 0, true);
        Subscription subscription = stream.subscribe(FORM, () -> {});
        take(subscription);
        turn();
        take(subscription);
        for (int ms = 40; ms <= 400; ms += 40) {
            add(VP8, ms, false);
        }
        turn(); // the workers had other things to do
        assertThat(take(subscription)).startsWith("H264 160").endsWith("H264 400");
        assertThat(decoded).contains(40L, 80L, 120L);

        decoded.clear();
        for (int ms = 440; ms <= 2000; ms += 40) {
            add(VP8, ms, ms == 1600);
        }
        turn();
        assertThat(decoded.getFirst()).isEqualTo(1600);
        assertThat(take(subscription)).startsWith("H264 1760").endsWith("H264 2000");
    }

    /** Whatever a codec refuses, the next key frame may be good. */
    @Test
    void afterAFaultItBeginsAgainWithTheNextKeyFrame() {
        broken = 1;
        add(VP8, 0, true);
        Subscription subscription = stream.subscribe(FORM, () -> {});
        take(subscription);
        turn();
        add(VP8, 40, false);
        turn();
        assertThat(take(subscription)).isEmpty();
        assertThat(closed).isOne();

        add(VP8, 80, true);
        add(VP8, 120, false);
        turn();
        assertThat(take(subscription)).containsExactly("H264 80!", "H264 120");
        assertThat(opened).hasSize(2);
    }

    @Test
    void whatAlwaysFailsIsNotTriedForEver() {
        broken = Integer.MAX_VALUE;
        add(VP8, 0, true);
        Subscription subscription = stream.subscribe(FORM, () -> {});
        take(subscription);
        for (int ms = 40; ms <= 400; ms += 40) {
            add(VP8, ms, true);
            turn();
        }

        assertThat(opened).hasSize(3);
        assertThat(closed).isEqualTo(3);
        assertThat(take(subscription)).isEmpty();
    }

    @Test
    void theEndOfTheStreamStopsIt() {
        add(VP8, 0, true);
        Subscription subscription = stream.subscribe(FORM, () -> {});
        take(subscription);
        turn();
        stream.end();
        turn();

        assertThat(closed).isOne();
        take(subscription);
        assertThat(subscription.ended()).isTrue();
    }

    private static PictureForm mode(PictureForm.Mode mode) {
        return new PictureForm(
                mode, PictureForm.H265.WHO_TAKES_IT, false, 0, 0, 0, Duration.ofSeconds(2));
    }

    private static Format format(VideoCodec codec, int mark, int width, int height) {
        return new Format.Video(codec, Bytes.copyOf(new byte[] {(byte) mark}), width, height);
    }

    private void add(Format format, int millis, boolean key) {
        long nanos = millis * MILLIS;
        stream.add(new MediaUnit(format, key, nanos, nanos, new byte[1]));
    }

    private void work(Runnable task) {
        if (closing) {
            throw new RejectedExecutionException("shut down");
        }
        workers.add(task);
    }

    private void turn() {
        while (!loop.isEmpty() || !workers.isEmpty()) {
            Runnable next = workers.isEmpty() ? loop.remove() : workers.remove();
            next.run();
        }
    }

    private static int millis(String told) {
        return Integer.parseInt(told.replaceAll("^\\S+ |!", ""));
    }

    private static List<String> take(Subscription subscription) {
        List<String> units = new ArrayList<>();
        for (MediaUnit unit = subscription.poll(); unit != null; unit = subscription.poll()) {
            var format = (Format.Video) unit.format();
            units.add(format.codec() + " " + unit.dtsNanos() / MILLIS + (unit.key() ? "!" : ""));
        }
        return units;
    }
}
