package io.sipcast.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.media.AacSettings;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import io.sipcast.rtp.payload.OpusPacket;
import io.sipcast.transcode.AacEncoder;
import io.sipcast.transcode.OpusDecoder;
import io.sipcast.transcode.OpusEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sound of a call that came as Opus: for who takes it the callee's packets, else AAC. */
class CallOpusTest {
    private static final StreamForm CLASSIC =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));
    private static final StreamForm TAKES_OPUS = CLASSIC.withOpus();
    private static final long MILLI = 1_000_000;
    private static final long DRIFT = 2_000; // ns that a block of 20 ms lasts longer
    private static final double HZ = 1000;
    private static final int LOUD = 10_000;

    private OpusEncoder callee =
            new OpusEncoder(new OpusEncoder.Settings(1, 64_000, false, false, 0, false));
    private final OpusDecoder decoder = new OpusDecoder();
    private int opened;
    private int closed;
    private final LiveStream stream = open();
    private long endNanos;
    private double phase;

    @Test
    void whoTakesOpusGetsTheCalleesPacketsAndAllOthersAac() {
        stream.expectOpus(true);
        Subscription modern = stream.subscribe(TAKES_OPUS, () -> {});
        Subscription classic = stream.subscribe(CLASSIC, () -> {});
        List<Pcm> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sent.add(add(packet()));
        }

        List<MediaUnit> got = drain(modern);
        assertThat(got).hasSize(50).allMatch(unit -> unit.format().equals(PassedOpus.FORMAT));
        for (int i = 0; i < 50; i++) {
            assertThat(got.get(i).payload()).isEqualTo(sent.get(i).packet());
            assertThat(got.get(i).dtsNanos()).isEqualTo(sent.get(i).startNanos());
        }
        assertThat(drain(classic))
                .hasSizeGreaterThan(40)
                .allMatch(unit -> codec(unit) == Format.AudioCodec.AAC);
    }

    @Test
    void allWhoTakeItShareOneRenditionThatEndsWithTheLast() {
        stream.expectOpus(true);
        Subscription one = stream.subscribe(TAKES_OPUS, () -> {});
        Subscription two = stream.subscribe(TAKES_OPUS, () -> {});
        add(packet());
        assertThat(drain(one)).isEqualTo(drain(two)).hasSize(1);
        assertThat(opened).isEqualTo(1);
        one.close();
        assertThat(closed).isZero();
        two.close();
        assertThat(closed).isEqualTo(1);
    }

    /** Whatever the callee's encoder makes of it: an encoder of another kind would be a step. */
    @ParameterizedTest
    @CsvSource({"false, 64000, false", "true, 24000, true", "true, 12000, true"})
    void whatIsMadeUpForALostPacketIsEncodedInItsPlace(boolean voice, int bps, boolean silk) {
        callee = new OpusEncoder(new OpusEncoder.Settings(1, bps, voice, false, 0, false));
        stream.expectOpus(true);
        Subscription player = stream.subscribe(TAKES_OPUS, () -> {});
        for (int i = 0; i < 100; i++) {
            Pcm whole = packet();
            add(i % 10 == 5 ? without(whole) : whole);
        }
        List<MediaUnit> got = drain(player);

        assertThat(got).hasSize(100);
        assertThat(OpusPacket.isSilk(got.get(4).payload()[0])).isEqualTo(silk);
        for (int i = 5; i < 100; i += 10) {
            assertThat(configuration(got.get(i)))
                    .as("packet %s", i)
                    .isEqualTo(configuration(got.get(i - 1)));
        }
        assertStepsOf(got, 20, 20);
        short[] heard = decode(got);
        assertThat(zeroCrossings(heard, 24_000, 72_000)).isCloseTo(2 * HZ, within(60.0));
        for (int i = 10; i < 100; i++) {
            assertThat(rms(heard, i * 960, (i + 1) * 960))
                    .as("packet %s", i)
                    .isCloseTo(LOUD / Math.sqrt(2), within(2_500.0));
        }
    }

    @Test
    void aPauseIsSilence() {
        stream.expectOpus(true);
        Subscription player = stream.subscribe(TAKES_OPUS, () -> {});
        add(packet());
        add(samples(new short[960], 48_000));
        add(samples(new short[960], 48_000));
        assertThat(drain(player).subList(1, 3))
                .allSatisfy(unit -> assertThat(unit.payload()).isEqualTo(OpusPacket.silence()));
    }

    /** A re-INVITE changes it: one output has one codec, and its sound goes on. */
    @Test
    void afterAChangeToAnotherCodecAllOfItIsEncoded() {
        stream.expectOpus(true);
        Subscription player = stream.subscribe(TAKES_OPUS, () -> {});
        for (int i = 0; i < 50; i++) {
            add(packet());
        }
        stream.expectOpus(false);
        for (int i = 0; i < 50; i++) {
            add(samples(tone(160, 8_000), 8_000));
        }
        for (int i = 0; i < 50; i++) {
            add(packet());
        }
        List<MediaUnit> got = drain(player);

        assertThat(got).allMatch(unit -> unit.format().equals(PassedOpus.FORMAT));
        assertThat(got).hasSizeBetween(148, 150);
        assertStepsOf(got, 20, 40);
        short[] heard = decode(got);
        assertThat(zeroCrossings(heard, 50 * 960 + 4_800, 98 * 960))
                .isCloseTo(2 * HZ, within(40.0));
        assertThat(rms(heard, 50 * 960 + 4_800, 98 * 960))
                .isCloseTo(LOUD / Math.sqrt(2), within(700.0));
        assertThat(rms(heard, 100 * 960 + 4_800, 140 * 960))
                .isCloseTo(LOUD / Math.sqrt(2), within(700.0));
    }

    /** What is cut off where packets overlap, or made up, has any length. */
    @Test
    void timesNeverFallAndLeaveNoHoleWhateverTheLengths() {
        stream.expectOpus(true);
        Subscription player = stream.subscribe(TAKES_OPUS, () -> {});
        Random random = new Random(7);
        List<MediaUnit> got = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            int rate = random.nextInt(8) == 0 ? 16_000 : 48_000;
            add(
                    random.nextBoolean()
                            ? packet()
                            : samples(tone(1 + random.nextInt(rate / 50), rate), rate));
            got.addAll(drain(player));
        }
        assertStepsOf(got, 9, 60);
        long end = got.getLast().dtsNanos();
        assertThat(endNanos - end).isLessThan(60 * MILLI);
    }

    /** It would be a hole to those who count. */
    @Test
    void aPacketOf120MillisecondsIsEncodedInPieces() {
        stream.expectOpus(true);
        Subscription player = stream.subscribe(TAKES_OPUS, () -> {});
        for (int i = 0; i < 10; i++) {
            short[] samples = tone(5_760, 48_000);
            add(pcm(samples, 48_000, callee.encode(samples)));
        }
        List<MediaUnit> got = drain(player);
        assertThat(got).hasSize(60);
        assertStepsOf(got, 20, 20);
    }

    @Test
    void mutedItIsSilentInTheSameFormat() {
        stream.expectOpus(true);
        var sound = new SoundSwitch();
        Subscription player = stream.subscribe(TAKES_OPUS.with(sound), () -> {});
        add(packet());
        sound.mute(true);
        List<MediaUnit> got = drain(player);
        for (int i = 0; i < 10; i++) {
            add(packet());
        }
        got.addAll(drain(player));

        assertThat(got).hasSize(11).allMatch(unit -> unit.format().equals(PassedOpus.FORMAT));
        assertThat(decode(got.subList(1, 11))).containsOnly((short) 0).hasSize(9_600);
        assertStepsOf(got, 20, 20);
    }

    /** Who comes before the callee has answered learns it then. */
    @Test
    void whoComesEarlyWaitsForWhatIsAgreedOn() {
        int[] told = {0};
        Subscription player = stream.subscribe(TAKES_OPUS, () -> told[0]++);
        assertThat(player.poll()).isNull();
        stream.expectOpus(true);
        assertThat(told[0]).isEqualTo(1);
        assertThat(player.poll()).isNull();
        add(samples(new short[960], 48_000)); // the callee is late
        Pcm first = add(packet());
        List<MediaUnit> got = drain(player);
        assertThat(got.getFirst().payload()).isEqualTo(OpusPacket.silence());
        assertThat(got.getLast().payload()).isSameAs(first.packet());
    }

    @Test
    void whoBeganWithAacStaysWithIt() {
        stream.expectOpus(false);
        Subscription player = stream.subscribe(TAKES_OPUS, () -> {});
        List<MediaUnit> got = new ArrayList<>();
        add(packet());
        Subscription later = stream.subscribe(TAKES_OPUS, () -> {});
        for (int i = 0; i < 50; i++) {
            add(packet());
            got.addAll(drain(player));
        }
        assertThat(got).isNotEmpty().allMatch(unit -> codec(unit) == Format.AudioCodec.AAC);
        assertThat(drain(later))
                .isNotEmpty()
                .allMatch(unit -> codec(unit) == Format.AudioCodec.OPUS);
        assertThat(stream.hasOpus()).isTrue();
    }

    @Test
    void whereOpusIsNotAllowedNobodyGetsIt() {
        stream.expectOpus(true);
        Subscription player = stream.subscribe(CLASSIC.with(Opus.NOBODY).withOpus(), () -> {});
        for (int i = 0; i < 10; i++) {
            add(packet());
        }
        assertThat(drain(player))
                .isNotEmpty()
                .allMatch(unit -> codec(unit) == Format.AudioCodec.AAC);
    }

    /** Mode, band and length of a packet. */
    private static int configuration(MediaUnit unit) {
        return (unit.payload()[0] & 0xFF) >> 3;
    }

    private static Format.AudioCodec codec(MediaUnit unit) {
        return ((Format.Audio) unit.format()).codec();
    }

    private Pcm add(Pcm block) {
        stream.add(block);
        endNanos = block.endNanos();
        return block;
    }

    /** 20 ms of the tone as the callee sends it. */
    private Pcm packet() {
        short[] samples = tone(960, 48_000);
        return pcm(samples, 48_000, callee.encode(samples));
    }

    private Pcm samples(short[] samples, int rateHz) {
        return pcm(samples, rateHz, null);
    }

    private static Pcm without(Pcm block) {
        return new Pcm(block.startNanos(), block.endNanos(), block.sampleRateHz(), block.samples());
    }

    private Pcm pcm(short[] samples, int rateHz, byte @Nullable [] packet) {
        long span = samples.length * 1_000_000_000L / rateHz;
        long end = endNanos + span + DRIFT * span / (20 * MILLI);
        return new Pcm(endNanos, end, rateHz, samples, null, packet);
    }

    private short[] tone(int count, int rateHz) {
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (short) (LOUD * Math.sin(phase));
            phase += 2 * Math.PI * HZ / rateHz;
        }
        return samples;
    }

    private static List<MediaUnit> drain(Subscription subscription) {
        List<MediaUnit> units = new ArrayList<>();
        for (MediaUnit unit = subscription.poll(); unit != null; unit = subscription.poll()) {
            units.add(unit);
        }
        return units;
    }

    private static void assertStepsOf(List<MediaUnit> units, long leastMillis, long mostMillis) {
        for (int i = 1; i < units.size(); i++) {
            long step = units.get(i).dtsNanos() - units.get(i - 1).dtsNanos();
            assertThat(step)
                    .as("step %s", i)
                    .isBetween(leastMillis * MILLI - 10_000, mostMillis * MILLI + 30_000);
        }
    }

    private short[] decode(List<MediaUnit> units) {
        short[] all = new short[0];
        for (MediaUnit unit : units) {
            short[] block = decoder.decode(unit.payload(), 0, unit.payload().length);
            all = Arrays.copyOf(all, all.length + block.length);
            System.arraycopy(block, 0, all, all.length - block.length, block.length);
        }
        return all;
    }

    /** A second's. */
    private static double zeroCrossings(short[] samples, int from, int to) {
        int count = 0;
        for (int i = from + 1; i < to; i++) {
            if ((samples[i - 1] < 0) != (samples[i] < 0)) {
                count++;
            }
        }
        return count * 48_000.0 / (to - from);
    }

    private static double rms(short[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return Math.sqrt(sum / (to - from));
    }

    private LiveStream open() {
        var streams =
                new Streams(
                        (spec, first) ->
                                ResampledEncoder.open(
                                        _ ->
                                                new AacEncoder(
                                                        new AacSettings(
                                                                spec.sampleRateHz(),
                                                                spec.bitrateBps(),
                                                                spec.coder(),
                                                                24_000)),
                                        first.sampleRateHz()),
                        new OpusCodec(OpusDecoder::new, Counted::new),
                        (_, _, _) -> {
                            throw new IllegalStateException("no pictures here");
                        },
                        null,
                        Runnable::run,
                        Runnable::run,
                        () -> 0);
        try {
            return streams.open(
                    StreamName.ofCall("opus"),
                    new Publication(Runnable::run, Publication.Audio.PCM, true, () -> {}));
        } catch (Streams.NameTakenException e) {
            throw new AssertionError(e);
        }
    }

    private final class Counted implements OpusGapEncoder {
        private final OpusEncoder encoder = new OpusEncoder(OpusEncoder.Settings.SOUND);

        Counted() {
            opened++;
        }

        @Override
        public byte[] encode(short[] samples) {
            return encoder.encode(samples);
        }

        @Override
        public void follow(byte[] packet, short[] samples) {
            encoder.follow(packet, samples);
        }

        @Override
        public void close() {
            closed++;
            encoder.close();
        }
    }
}
