package io.sipcast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.AacSettings;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever comes when, DTS never falls and rises within each track, in milliseconds too. */
class SubscriptionOrderTest {
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));
    private static final long MILLIS = 1_000_000;
    private static final Format VIDEO =
            new Format.Video(Format.VideoCodec.H264, Bytes.copyOf(new byte[] {1}), 640, 360);
    private static final Format AUDIO =
            new Format.Audio(Format.AudioCodec.AAC, Bytes.copyOf(new byte[] {2}), 48_000, 1);

    private LiveStream stream;
    private Subscription subscription;
    private final List<MediaUnit> taken = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        var streams =
                new Streams(
                        (_, _) -> {
                            throw new IllegalStateException("nothing is encoded here");
                        },
                        Runnable::run,
                        () -> 0);
        stream =
                streams.open(
                        StreamName.ofCall("order"),
                        new Publication(Runnable::run, Publication.Audio.UNITS, true, () -> {}));
        subscription = stream.subscribe(FORM, () -> {});
    }

    @Test
    void picturesThatStalledLeaveWithTheTimeOfTheSoundThatPassed() {
        picture(0, 0);
        for (int at = 0; at <= 400; at += 20) {
            sound(at);
        }
        List<MediaUnit> before = List.copyOf(taken);
        picture(40, 120);
        picture(80, 80);
        sound(420);
        picture(440, 440);

        assertThat(before.getLast().dtsNanos()).isEqualTo(400 * MILLIS);
        List<MediaUnit> late = taken.subList(before.size(), taken.size());
        assertThat(late.stream().map(MediaUnit::dtsNanos))
                .containsExactly(400 * MILLIS, 401 * MILLIS, 420 * MILLIS);
        assertThat(late.getFirst().ptsNanos()).isEqualTo(480 * MILLIS); // 80 ms after, as before
        isInOrder();
    }

    @Test
    void soundThatStalledLeavesWithTheTimeOfThePicturesThatPassed() {
        sound(0);
        for (int at = 0; at <= 400; at += 40) {
            picture(at, at);
        }
        sound(21);
        sound(43);
        sound(64);

        assertThat(taken.stream().filter(unit -> !unit.isVideo()).map(MediaUnit::dtsNanos))
                .containsExactly(0L, 240 * MILLIS, 241 * MILLIS, 242 * MILLIS);
        isInOrder();
    }

    @Test
    void picturesOfTheSameMillisecondAreAMillisecondApart() {
        add(new MediaUnit(VIDEO, true, 0, 0, new byte[1]));
        sound(0);
        long at = 40 * MILLIS;
        add(new MediaUnit(VIDEO, false, at, at, new byte[1]));
        add(new MediaUnit(VIDEO, false, at + 100_000, at + 100_000, new byte[1]));
        add(new MediaUnit(VIDEO, false, at + 100_000, at + 100_000, new byte[1]));
        sound(60);
        picture(80, 80);
        sound(80);

        assertThat(taken.stream().filter(MediaUnit::isVideo).map(MediaUnit::dtsNanos))
                .containsExactly(0L, at, at + MILLIS, at + 2 * MILLIS, 80 * MILLIS);
        isInOrder();
    }

    /** As an encoder's worker brings them that has had to wait for a processor. */
    @Test
    void soundWaitsForPicturesThatKeepComingSeveralAtOnce() {
        picture(0, 0);
        List<MediaUnit> waiting = new ArrayList<>();
        for (int at = 20; at <= 4_000; at += 20) {
            if (at % 40 == 0) {
                waiting.add(new MediaUnit(VIDEO, false, at * MILLIS, at * MILLIS, new byte[1]));
            }
            sound(at);
            boolean stalled = at % 2_000 < 600;
            if (!stalled) {
                addAll(waiting);
                waiting.clear();
            }
        }

        List<Long> steps = steps(taken.stream().filter(MediaUnit::isVideo).toList());
        assertThat(steps.subList(0, 25)).as("the first time").contains(1L);
        assertThat(steps.subList(25, 99)).as("from then on").containsOnly(40L);
        isInOrder();
    }

    private static List<Long> steps(List<MediaUnit> units) {
        List<Long> steps = new ArrayList<>();
        for (int i = 1; i < units.size(); i++) {
            long step = units.get(i).dtsNanos() - units.get(i - 1).dtsNanos();
            steps.add(step / MILLIS);
        }
        return steps;
    }

    @Test
    void noStallBreaksTheOrder() {
        Random random = new Random(4);
        long video = 0;
        long audio = 0;
        picture(0, 0);
        for (int i = 0; i < 20_000; i++) {
            boolean stall = random.nextInt(50) == 0;
            int burst = stall ? 5 + random.nextInt(20) : 1;
            boolean pictures = random.nextBoolean();
            for (int j = 0; j < burst; j++) {
                if (pictures && video <= audio + 1_000_000_000) {
                    video += random.nextInt(40_000_000);
                    add(new MediaUnit(VIDEO, i % 50 == 0, video, video, new byte[1]));
                } else if (audio <= video + 1_000_000_000) {
                    audio += 21_333_333;
                    add(new MediaUnit(AUDIO, true, audio, audio, new byte[1]));
                }
            }
        }

        assertThat(taken).hasSizeGreaterThan(10_000);
        isInOrder();
    }

    private void isInOrder() {
        long last = 0;
        long lastVideo = -1;
        long lastAudio = -1;
        for (MediaUnit unit : taken) {
            long millis = Math.round(unit.dtsNanos() / 1e6);
            assertThat(millis).isGreaterThanOrEqualTo(last);
            assertThat(millis).isGreaterThan(unit.isVideo() ? lastVideo : lastAudio);
            last = millis;
            lastVideo = unit.isVideo() ? millis : lastVideo;
            lastAudio = unit.isVideo() ? lastAudio : millis;
        }
    }

    private void picture(int dtsMillis, int ptsMillis) {
        add(
                new MediaUnit(
                        VIDEO,
                        dtsMillis == 0,
                        dtsMillis * MILLIS,
                        ptsMillis * MILLIS,
                        new byte[1]));
    }

    private void sound(int millis) {
        add(new MediaUnit(AUDIO, true, millis * MILLIS, millis * MILLIS, new byte[1]));
    }

    private void add(MediaUnit unit) {
        addAll(List.of(unit));
    }

    private void addAll(List<MediaUnit> units) {
        units.forEach(stream::add);
        for (MediaUnit next = subscription.poll(); next != null; next = subscription.poll()) {
            taken.add(next);
        }
    }
}
