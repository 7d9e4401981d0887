package io.sipcast.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.ResampledEncoder;
import io.sipcast.live.SoundFrames;
import io.sipcast.live.SoundSwitch;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.live.Subscription;
import io.sipcast.media.AacSettings;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import io.sipcast.media.ToneMeter;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.UnitWriter;
import io.sipcast.transcode.AacDecoder;
import io.sipcast.transcode.AacEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One output of two hears something else for a while: decoded, and looked at. */
class SoundSwitchTest {
    private static final AacSpec SPEC = new AacSpec(48_000, 64_000, AacSettings.Coder.FAST);
    private static final int OWN_HZ = 440;
    private static final int FILE_HZ = 1000;
    private static final long MILLI = 1_000_000;

    @TempDir private Path folder;

    private final SoundSwitch sound = new SoundSwitch();
    private LiveStream stream = stream(Publication.Audio.PCM);
    private List<MediaUnit> switched = new ArrayList<>();
    private List<MediaUnit> untouched = new ArrayList<>();
    private Subscription one = subscribe(true);
    private Subscription other = subscribe(false);
    private int blocks;

    @Test
    void silenceTakesThePlaceOfACallsSoundAndNothingElseChanges() throws Exception {
        feedUntil(1000);
        sound.mute(true);
        assertThat(sound.muted()).isTrue();
        feedUntil(2000);
        sound.mute(false);
        feedUntil(3000);

        onlySamplesDiffer();
        short[] heard = decode(switched);
        isTone(heard, 48_000, 200, 900, OWN_HZ);
        isSilent(heard, 48_000, 1100, 1900);
        isTone(heard, 48_000, 2100, 2900, OWN_HZ);
        isTone(decode(untouched), 48_000, 200, 2900, OWN_HZ);
    }

    @Test
    void aFileIsHeardOnceAndThenTheCallAgain() throws Exception {
        Path file = TestSounds.tone(folder.resolve("a.wav"), FILE_HZ, 8000, 1000);
        feedUntil(1000);
        sound.play(patient(new FileFrames(file, "a.wav", false, 64_000)));
        feedUntil(1500);
        assertThat(sound.playing()).isTrue();
        feedUntil(3000);

        assertThat(sound.playing()).isFalse();
        onlySamplesDiffer();
        short[] heard = decode(switched);
        isTone(heard, 48_000, 200, 900, OWN_HZ);
        isTone(heard, 48_000, 1100, 1900, FILE_HZ);
        isTone(heard, 48_000, 2200, 2900, OWN_HZ);
        isTone(decode(untouched), 48_000, 200, 2900, OWN_HZ);
    }

    /** 800 Hz fits a whole number of times into 500 ms: a seam would be heard as a beat. */
    @Test
    void aLoopHasNoSeamAndGoesOnUntilItIsEnded() throws Exception {
        Path file = TestSounds.tone(folder.resolve("loop.wav"), 800, 48_000, 500);
        sound.play(patient(new FileFrames(file, "loop.wav", true, 64_000)));
        feedUntil(4000);
        sound.stop();
        feedUntil(5000);

        short[] heard = decode(switched);
        for (int from = 200; from < 3700; from += 100) {
            isTone(heard, 48_000, from, from + 200, 800);
        }
        isTone(heard, 48_000, 4100, 4900, OWN_HZ);
    }

    /** Whoever mutes wants nothing to be heard; the sound goes on meanwhile. */
    @Test
    void muteIsStrongerThanASound() throws Exception {
        Path file = TestSounds.tone(folder.resolve("b.wav"), FILE_HZ, 16_000, 10_000);
        sound.play(patient(new FileFrames(file, "b.wav", false, 64_000)));
        sound.mute(true);
        feedUntil(1000);
        assertThat(sound.playing()).isTrue();
        sound.mute(false);
        feedUntil(2000);
        sound.close();
        feedUntil(3000);

        short[] heard = decode(switched);
        isSilent(heard, 48_000, 100, 900);
        isTone(heard, 48_000, 1100, 1900, FILE_HZ);
        isTone(heard, 48_000, 2100, 2900, OWN_HZ);
    }

    /** What is not decoded in time is silence: the callee is not to be heard then. */
    @Test
    void aSoundThatIsLateIsSilence() {
        sound.play(new Late());
        feedUntil(1000);

        isSilent(decode(switched), 48_000, 100, 900);
        assertThat(sound.playing()).isTrue();
    }

    /** Not one frame of the call is heard between two sounds. */
    @Test
    void aSoundThatTakesAnothersPlaceFollowsAtOnce() throws Exception {
        Path file = TestSounds.tone(folder.resolve("e.wav"), FILE_HZ, 8000, 2000);
        SoundFrames second = patient(new FileFrames(file, "e.wav", false, 64_000));
        sound.play(new Replaced(() -> sound.play(second)));
        feedUntil(1000);

        isTone(decode(switched), 48_000, 100, 900, FILE_HZ);
        for (int i = 0; i < switched.size(); i++) {
            assertThat(switched.get(i).payload()).isNotEqualTo(untouched.get(i).payload());
        }
    }

    /** The frames fit the encoder's own header: another rate, and two channels. */
    @Test
    void anEncodersOwnSoundKeepsItsHeaderToo() throws Exception {
        stream = stream(Publication.Audio.UNITS);
        switched = new ArrayList<>();
        untouched = new ArrayList<>();
        one = subscribe(true);
        other = subscribe(false);
        Path file = TestSounds.tone(folder.resolve("c.wav"), FILE_HZ, 8000, 1000);
        var settings = new AacSettings(44_100, 2, 96_000, AacSettings.Coder.FAST, 0);
        try (var encoder = new AacEncoder(settings)) {
            encode(encoder, 0, 1000);
            sound.mute(true);
            encode(encoder, 1000, 2000);
            sound.mute(false);
            sound.play(patient(new FileFrames(file, "c.wav", false, 64_000)));
            encode(encoder, 2000, 4000);
        }

        onlySamplesDiffer();
        short[] heard = decode(switched);
        isTone(heard, 44_100, 200, 900, OWN_HZ);
        isSilent(heard, 44_100, 1100, 1900);
        isTone(heard, 44_100, 2100, 2900, FILE_HZ);
        isTone(heard, 44_100, 3200, 3900, OWN_HZ);
        isTone(decode(untouched), 44_100, 200, 3900, OWN_HZ);
    }

    @Test
    void aTrackThatNobodyCanEncodeForIsSilent() throws Exception {
        Path file = TestSounds.tone(folder.resolve("d.wav"), FILE_HZ, 8000, 1000);
        var frames = new FileFrames(file, "d.wav", false, 64_000);
        var surround =
                new Format.Audio(
                        Format.AudioCodec.AAC,
                        io.sipcast.rtmp.codec.aac.AudioSpecificConfig.lc(48_000, 6).print(),
                        48_000,
                        6);

        assertThat(frames.next(surround)).isNull();
        assertThat(frames.ended()).isFalse();
        frames.close();
        assertThat(frames.ended()).isTrue();
        assertThat(frames.next(surround)).isNull();
    }

    /** Frame for frame: the same times, one header, and the other output has the stream's own. */
    private void onlySamplesDiffer() {
        assertThat(switched).hasSizeGreaterThan(40);
        assertThat(switched)
                .extracting(MediaUnit::dtsNanos)
                .isEqualTo(untouched.stream().map(MediaUnit::dtsNanos).toList());
        List<FlvTag> tags = new ArrayList<>();
        var writer = new UnitWriter();
        switched.forEach(unit -> writer.process(unit, tags::add));
        assertThat(tags).hasSize(switched.size() + 1); // the header
        long[] times = tags.stream().skip(1).mapToLong(FlvTag::timestampMillis).toArray();
        for (int i = 1; i < times.length; i++) {
            assertThat(times[i] - times[i - 1]).isBetween(21L, 24L);
        }
    }

    private void feedUntil(int millis) {
        for (; blocks * 20 < millis; blocks++) {
            long start = blocks * 20L * MILLI;
            short[] tone = ToneMeter.tone(OWN_HZ, 10_000, 8000, blocks * 160L, 160);
            stream.add(new Pcm(start, start + 20 * MILLI, 8000, tone));
            take();
        }
    }

    private void encode(AacEncoder encoder, int fromMillis, int toMillis) {
        int from = fromMillis * 441 / 10;
        int to = toMillis * 441 / 10;
        short[] tone = ToneMeter.tone(OWN_HZ, 10_000, 44_100, from, to - from);
        encoder.encode(
                tone,
                0,
                tone.length,
                (position, frame) -> {
                    long nanos = Math.round((position + 1024) * 1e9 / 44_100);
                    stream.add(new MediaUnit(encoder.format(), true, nanos, nanos, frame));
                    take();
                });
    }

    private void take() {
        for (MediaUnit unit = one.poll(); unit != null; unit = one.poll()) {
            switched.add(unit);
        }
        for (MediaUnit unit = other.poll(); unit != null; unit = other.poll()) {
            untouched.add(unit);
        }
    }

    private static short[] decode(List<MediaUnit> units) {
        var format = (Format.Audio) units.getFirst().format();
        short[] samples = {};
        try (var decoder = new AacDecoder(format)) {
            for (MediaUnit unit : units) {
                short[] more = decoder.decode(unit.payload());
                int end = samples.length;
                samples = Arrays.copyOf(samples, end + more.length);
                System.arraycopy(more, 0, samples, end, more.length);
            }
        }
        return samples;
    }

    private static void isTone(short[] heard, int rateHz, int fromMillis, int toMillis, int hz) {
        short[] part = part(heard, rateHz, fromMillis, toMillis);
        double periods = (toMillis - fromMillis) / 2000.0; // the meter looks at half of it
        assertThat(ToneMeter.hz(part, rateHz)).isCloseTo(hz, within(1.1 / periods));
        assertThat(ToneMeter.dbfs(part)).isCloseTo(-13.3, within(0.5));
    }

    private static void isSilent(short[] heard, int rateHz, int fromMillis, int toMillis) {
        assertThat(part(heard, rateHz, fromMillis, toMillis)).containsOnly((short) 0);
    }

    private static short[] part(short[] heard, int rateHz, int fromMillis, int toMillis) {
        return Arrays.copyOfRange(
                heard, fromMillis * (rateHz / 100) / 10, toMillis * (rateHz / 100) / 10);
    }

    private Subscription subscribe(boolean canSwitch) {
        var form = new StreamForm(SPEC);
        return stream.subscribe(canSwitch ? form.with(sound) : form, () -> {});
    }

    private static LiveStream stream(Publication.Audio audio) {
        var streams =
                new Streams(
                        (spec, first) ->
                                new ResampledEncoder(
                                        new AacEncoder(
                                                new AacSettings(
                                                        spec.sampleRateHz(),
                                                        spec.bitrateBps(),
                                                        spec.coder(),
                                                        4000)),
                                        first.sampleRateHz()),
                        Runnable::run,
                        () -> 0);
        try {
            return streams.open(
                    StreamName.ofCall("s"), new Publication(Runnable::run, audio, false, () -> {}));
        } catch (Streams.NameTakenException e) {
            throw new AssertionError(e);
        }
    }

    /** The test's clock is not that of the thread that decodes: it is waited for. */
    private static SoundFrames patient(SoundFrames frames) {
        return new SoundFrames() {
            @Override
            public byte @Nullable [] next(Format.Audio format) {
                byte[] frame = frames.next(format);
                while (frame == null && !frames.ended()) {
                    Thread.onSpinWait();
                    frame = frames.next(format);
                }
                return frame;
            }

            @Override
            public boolean ended() {
                return frames.ended();
            }

            @Override
            public void close() {
                frames.close();
            }
        };
    }

    /** One that ends in the moment in which the next one is put in its place. */
    private record Replaced(Runnable next) implements SoundFrames {
        @Override
        public byte @Nullable [] next(Format.Audio format) {
            next.run();
            return null;
        }

        @Override
        public boolean ended() {
            return true;
        }

        @Override
        public void close() {}
    }

    private static final class Late implements SoundFrames {
        @Override
        public byte @Nullable [] next(Format.Audio format) {
            return null;
        }

        @Override
        public boolean ended() {
            return false;
        }

        @Override
        public void close() {}
    }
}
