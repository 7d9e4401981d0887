package io.sipcast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.live.Publication.Audio;
import io.sipcast.media.AacSettings;
import io.sipcast.media.AudioDecoder;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import io.sipcast.media.Sink;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/**
 * What a subscriber gets first where sound comes later than the pictures of its time: its encoder
 * opens when the test says so. Frames of sound are 20 ms apart, whatever happens.
 */
class SubscriptionStartTest {
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));
    private static final StreamName NAME = StreamName.ofCall("call1");
    private static final Format.Video VIDEO =
            new Format.Video(Format.VideoCodec.H264, Bytes.copyOf(new byte[] {1}), 640, 360);
    private static final Format AUDIO =
            new Format.Audio(Format.AudioCodec.AAC, Bytes.copyOf(new byte[] {2}), 48_000, 1);
    private static final Format OPUS =
            new Format.Audio(Format.AudioCodec.OPUS, Bytes.copyOf(new byte[] {3}), 48_000, 1);

    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final Queue<Runnable> opener = new ArrayDeque<>();
    private final List<MediaUnit> taken = new ArrayList<>();

    @Test
    void soundThatIsOlderThanTheFirstPictureGoesBeforeIt() throws Exception {
        LiveStream stream = open(Audio.PCM);
        Subscription recording = subscribe(stream);
        pcm(stream, 0, 20);
        picture(stream, 57);
        picture(stream, 90);
        assertThat(take(recording)).isEmpty();
        pcm(stream, 20, 120);
        picture(stream, 123);
        assertThat(take(recording)).isEmpty();

        openEncoders();

        assertThat(take(recording))
                .containsExactly("A0", "A20", "A40", "V57!", "A60", "A80", "V90", "A100");
        pcm(stream, 120, 200);
        assertThat(take(recording)).containsExactly("A120", "V123");
    }

    /** An output would have begun with a run of it, a millisecond apart. */
    @Test
    void soundThatComesTooLateToBeginWithIsLeftOut() throws Exception {
        LiveStream stream = open(Audio.PCM);
        Subscription recording = subscribe(stream);
        for (int at = 0; at < 1_200; at += 40) {
            picture(stream, at);
            pcm(stream, at, at + 40);
            take(recording);
        }
        assertThat(taken.getLast().dtsNanos()).isEqualTo(nanos(1_160));

        openEncoders();
        take(recording);
        for (int at = 1_200; at < 1_600; at += 40) {
            picture(stream, at);
            pcm(stream, at, at + 40);
            take(recording);
        }

        assertThat(sound().getFirst()).isEqualTo(nanos(1_160));
        assertThat(sound()).hasSize(21);
        isInSteps();
    }

    /** Frames that are left out tell how late sound is: pictures wait for what follows. */
    @Test
    void soundThatIsAlwaysLateIsInItsPlaceFromItsFirstFrameOn() throws Exception {
        LiveStream stream = open(Audio.UNITS);
        Subscription player = subscribe(stream);
        for (int at = 0; at < 2_000; at += 20) {
            picture(stream, at);
            if (at >= 400) {
                stream.add(sound(at - 400));
            }
            take(player);
        }

        assertThat(sound().getFirst()).isEqualTo(nanos(380));
        isInSteps();
        inPlace();
    }

    /** Its sender's packets are lost, and their time is not over yet: pictures do not know. */
    @Test
    void picturesOfACallWaitForSoundThatWaitsForItsPackets() throws Exception {
        LiveStream stream = open(Audio.PCM);
        Subscription recording = subscribe(stream);
        pcm(stream, 0, 20);
        take(recording);
        openEncoders();
        int heard = 20;
        for (int at = 0; at < 3_000; at += 20) {
            picture(stream, at);
            boolean awaited = at % 1_000 >= 500 && at % 1_000 < 900;
            if (!awaited) {
                pcm(stream, heard, at + 20);
                heard = Math.max(heard, at + 20);
            }
            take(recording);
        }

        assertThat(sound()).hasSize(150);
        isInSteps();
        inPlace();
    }

    /** Nobody waits for it, but it is heard. */
    @Test
    void soundThatIsLaterThanAnybodyWaitsComesAllTheSame() throws Exception {
        LiveStream stream = open(Audio.UNITS);
        Subscription player = subscribe(stream);
        for (int at = 0; at < 10_000; at += 20) {
            picture(stream, at, at % 2_000 == 0);
            if (at >= 3_000) {
                stream.add(sound(at - 3_000));
            }
            take(player);
        }

        assertThat(sound()).hasSizeGreaterThan(190);
    }

    @Test
    void picturesOfAPublisherWithoutSoundWaitOnceForAMoment() throws Exception {
        LiveStream stream = open(Audio.UNITS);
        Subscription player = subscribe(stream);
        for (int at = 0; at < 150; at += 30) {
            picture(stream, at);
            assertThat(take(player)).as("at %s ms", at).isEmpty();
        }
        picture(stream, 150);
        assertThat(take(player)).hasSize(6).startsWith("V0!", "V30");
        picture(stream, 180);
        assertThat(take(player)).containsExactly("V180");
    }

    @Test
    void picturesOfAStreamThatEndsWithoutSoundAreGiven() throws Exception {
        LiveStream stream = open(Audio.PCM);
        Subscription recording = subscribe(stream);
        picture(stream, 0);
        assertThat(take(recording)).isEmpty();
        assertThat(recording.ended()).isFalse();
        stream.end();

        assertThat(take(recording)).containsExactly("V0!");
        assertThat(recording.ended()).isTrue();
    }

    @Test
    void theSlateOfACallOfSoundAloneWaitsForTheSoundToo() throws Exception {
        LiveStream stream =
                streams().open(NAME, new Publication(loop::add, Audio.PCM, false, () -> {}));
        Subscription recording = subscribe(stream);
        pcm(stream, 0, 20);
        assertThat(take(recording)).isEmpty();
        pcm(stream, 20, 160);
        assertThat(take(recording)).isEmpty();
        openEncoders();
        pcm(stream, 160, 400);

        assertThat(take(recording)).startsWith("A0", "V20!", "A20", "A40", "V60!");
        assertThat(sound()).hasSize(20);
        isInSteps();
        inPlace();
    }

    @Test
    void picturesThatComeAfterSecondsFindTheSoundInItsPlace() throws Exception {
        LiveStream stream = open(Audio.PCM);
        Subscription recording = subscribe(stream);
        pcm(stream, 0, 20);
        openEncoders();
        pcm(stream, 20, 2_500);
        assertThat(take(recording)).startsWith("A0", "A20").hasSize(125);
        for (int at = 2_500; at < 3_000; at += 40) {
            picture(stream, at, at == 2_500);
            pcm(stream, at, at + 40);
            take(recording);
        }

        isInSteps();
        inPlace();
    }

    /** A push that connects late, or again, when the last key frame is newer than all sound. */
    @Test
    void whoComesLateBeginsWithTheSoundOfTheNewestKeyFrame() throws Exception {
        LiveStream stream = open(Audio.PCM);
        pcm(stream, 0, 900);
        picture(stream, 1_000, true);
        Subscription push = subscribe(stream);
        picture(stream, 1_040, false);
        assertThat(take(push)).isEmpty();
        pcm(stream, 900, 1_100);
        assertThat(take(push)).isEmpty();
        openEncoders();
        picture(stream, 1_080, false);

        assertThat(take(push))
                .startsWith("A900")
                .containsSubsequence("A980", "V1000!", "A1000", "A1020", "V1040", "A1040");
        isInSteps();
        inPlace();
    }

    @Test
    void whoFollowsAnotherSubscriberLeavesOutWhatThatOneDoes() throws Exception {
        LiveStream stream = open(Audio.PCM);
        Subscription leader = subscribe(stream);
        for (int at = 0; at <= 1_200; at += 40) {
            picture(stream, at);
            take(leader);
        }
        pcm(stream, 0, 20);
        Subscription follower = subscribe(stream);
        follower.goOnFrom(leader);
        pcm(stream, 20, 1_300);
        picture(stream, 1_240);
        openEncoders();
        List<String> led = take(leader);

        assertThat(led).startsWith("A1200", "A1220", "V1240", "A1240");
        assertThat(take(follower)).isEqualTo(led);
    }

    /** His Opus is decoded and encoded again for who takes none: from where AAC ended. */
    @Test
    void aPublisherWhoChangesHisCodecIsHeardInSteps() throws Exception {
        LiveStream stream = open(Audio.UNITS);
        Subscription player = subscribe(stream);
        for (int at = 0; at < 1_000; at += 20) {
            picture(stream, at, at == 0);
            stream.add(sound(at));
            take(player);
        }
        assertThat(sound()).hasSize(50);
        for (int at = 1_000; at < 1_600; at += 20) {
            picture(stream, at, false);
            stream.add(new MediaUnit(OPUS, true, nanos(at), nanos(at), new byte[1]));
            turn();
            take(player);
            if (at == 1_100) {
                openEncoders();
            }
        }

        assertThat(sound()).hasSizeGreaterThan(75);
        isInSteps();
        inPlace();
    }

    /** Steps of sound are as those of its source. */
    private void isInSteps() {
        List<Long> sound = sound();
        for (int i = 1; i < sound.size(); i++) {
            assertThat(sound.get(i) - sound.get(i - 1)).as("step %s", i).isEqualTo(nanos(20));
        }
        for (int i = 1; i < taken.size(); i++) {
            assertThat(taken.get(i).dtsNanos()).isGreaterThanOrEqualTo(taken.get(i - 1).dtsNanos());
        }
    }

    /** Pictures say by their bytes where they belong. */
    private void inPlace() {
        for (MediaUnit unit : taken) {
            if (unit.payload().length == Long.BYTES) {
                long own = ByteBuffer.wrap(unit.payload()).getLong();
                assertThat(unit.dtsNanos()).isEqualTo(own);
            }
        }
    }

    private List<Long> sound() {
        return taken.stream().filter(unit -> !unit.isVideo()).map(MediaUnit::dtsNanos).toList();
    }

    private List<String> take(Subscription subscription) {
        turn();
        List<String> names = new ArrayList<>();
        for (MediaUnit unit = subscription.poll(); unit != null; unit = subscription.poll()) {
            taken.add(unit);
            names.add(
                    (unit.isVideo() ? "V" : "A")
                            + unit.dtsNanos() / 1_000_000
                            + (unit.isVideo() && unit.key() ? "!" : ""));
        }
        return names;
    }

    private Subscription subscribe(LiveStream stream) {
        Subscription subscription = stream.subscribe(FORM, () -> {});
        turn();
        return subscription;
    }

    private void picture(LiveStream stream, int ms) {
        picture(stream, ms, stream.pictureFormat() == null);
    }

    private void picture(LiveStream stream, int ms, boolean key) {
        byte[] place = ByteBuffer.allocate(Long.BYTES).putLong(nanos(ms)).array();
        stream.add(new MediaUnit(VIDEO, key, nanos(ms), nanos(ms), place));
        turn();
    }

    private void pcm(LiveStream stream, int fromMs, int toMs) {
        for (int ms = fromMs; ms < toMs; ms += 20) {
            stream.add(new Pcm(nanos(ms), nanos(ms + 20), 8000, new short[160]));
            turn();
        }
    }

    private static MediaUnit sound(int ms) {
        return new MediaUnit(AUDIO, true, nanos(ms), nanos(ms), new byte[1]);
    }

    private LiveStream open(Audio audio) throws Streams.NameTakenException {
        return streams().open(NAME, new Publication(loop::add, audio, true, () -> {}));
    }

    private Streams streams() {
        var slates =
                new Slates(
                        new Slates.Settings(Duration.ofSeconds(3), "", Duration.ofSeconds(2)),
                        _ -> new Slate(VIDEO, nanos(40), List.of(new byte[1])),
                        Runnable::run);
        return new Streams(
                (_, _) -> new OneFrameABlock(),
                new OpusCodec(Silence::new, OpusCodec.NONE.encoder()),
                (_, _, _) -> {
                    throw new AssertionError("nothing is encoded anew");
                },
                slates,
                opener::add,
                loop::add,
                () -> 0);
    }

    private void turn() {
        while (!loop.isEmpty()) {
            loop.remove().run();
        }
    }

    private void openEncoders() {
        while (!opener.isEmpty()) {
            opener.remove().run();
        }
        turn();
    }

    private static long nanos(int ms) {
        return ms * 1_000_000L;
    }

    /** What is decoded is of no interest here. */
    private static final class Silence implements AudioDecoder {
        @Override
        public int sampleRateHz() {
            return 8000;
        }

        @Override
        public short[] decode(byte[] bytes, int offset, int length) {
            return new short[160];
        }
    }

    /** An encoder that makes one frame of each block. */
    private static final class OneFrameABlock implements PcmEncoder {
        @Override
        public void encode(Pcm block, Sink<? super MediaUnit> out) {
            long at = block.startNanos();
            out.accept(new MediaUnit(AUDIO, true, at, at, new byte[1]));
        }

        @Override
        public void close() {}
    }
}
