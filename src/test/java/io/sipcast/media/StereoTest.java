package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.transcode.OpusEncoder;
import io.sipcast.transcode.OpusEncoder.Settings;
import io.sipcast.transcode.SoundCodecs;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** 440 Hz on the left and 700 Hz on the right, from datagrams to what an encoder is given. */
class StereoTest {
    private static final AudioPayload OPUS = new AudioPayload(111, AudioEncoding.OPUS);
    private static final AudioPayload L16 = new AudioPayload(10, AudioEncoding.L16_44K_STEREO);
    private static final Settings MUSIC = new Settings(2, 128_000, false, false, 0, false);
    private static final int RATE = 48_000;
    private static final int FRAME = 960;
    private static final int LOUD = 8_000;

    /** The steepest step of a tone of 700 Hz, with room for what a codec adds. */
    private static final int STEEP = (int) (LOUD * 2 * Math.PI * 700 / RATE * 1.3) + 40;

    @Test
    void middleAndSideGiveBackLeftAndRight() {
        short[] both = {32_767, -32_768, -32_768, 32_767, 5, 2, -7, -7, 32_767, 32_767};
        short[] middle = MiddleAndSide.middle(both);
        short[] side = MiddleAndSide.side(both);
        for (int i = 0; i < middle.length; i++) {
            assertThat(middle[i] + side[i]).isCloseTo(both[2 * i], offset(1));
            assertThat(middle[i] - side[i]).isCloseTo(both[2 * i + 1], offset(1));
        }
    }

    @Test
    void opusKeepsLeftAndRightApart() {
        HeardCall call = opus(_ -> false);
        isTone(left(call), RATE, 440);
        isTone(right(call), RATE, 700);
    }

    @Test
    void lossMakesNoClickInEither() {
        HeardCall call = opus(i -> (i < 100 && i % 20 == 10) || (i > 60 && i < 80));
        assertThat(call.heard()).hasSize(200 * FRAME);
        assertThat(longestStep(left(call))).isLessThan(STEEP);
        assertThat(longestStep(right(call))).isLessThan(STEEP);
        assertThat(ToneMeter.hz(end(left(call)), RATE)).isCloseTo(440, offset(5.0));
        assertThat(ToneMeter.hz(end(right(call)), RATE)).isCloseTo(700, offset(5.0));
    }

    /** A sender whose microphone is changed for another: Opus says so in each packet. */
    @Test
    void aSenderThatGoesOnWithOneChannelIsInTheMiddle() {
        byte[][] two = packets(MUSIC, both(2));
        byte[][] one = packets(new Settings(1, 64_000, false, false, 0, false), tone(440, 2));
        var call = new HeardCall(OPUS, new SoundCodecs(2));
        call.send(two, _ -> false).send(one, _ -> false);

        short[] side = Arrays.copyOfRange(call.side(), 101 * FRAME, 200 * FRAME);
        assertThat(side).containsOnly((short) 0);
        assertThat(longestStep(call.side())).isLessThan(STEEP);
    }

    @Test
    void whereOneChannelIsWantedTheMiddleIsAllThereIs() {
        var call = new HeardCall(OPUS, new SoundCodecs());
        call.send(packets(MUSIC, both(2)), _ -> false);
        assertThat(call.side()).containsOnly((short) 0);
    }

    @Test
    void linearSamplesOfTwoChannelsKeepThem() {
        int frame = L16.encoding().sampleRateHz() / 50;
        byte[][] packets = new byte[100][];
        short[] left = ToneMeter.tone(440, LOUD, 44_100, 0, 100 * frame);
        short[] right = ToneMeter.tone(700, LOUD, 44_100, 0, 100 * frame);
        for (int p = 0; p < packets.length; p++) {
            packets[p] = new byte[4 * frame];
            for (int i = 0; i < frame; i++) {
                put(packets[p], 4 * i, left[p * frame + i]);
                put(packets[p], 4 * i + 2, right[p * frame + i]);
            }
        }
        var call = new HeardCall(L16, new SoundCodecs());
        call.send(packets, _ -> false);

        isTone(left(call), 44_100, 440);
        isTone(right(call), 44_100, 700);
    }

    /** What is on one side only stays there, to the sample and whatever the filter. */
    @Test
    void theResamplerKeepsBothInStep() {
        for (int rate : new int[] {16_000, 44_100, 48_000}) {
            var resampler = new Resampler(rate, RATE);
            int size = rate / 50;
            float[] out = new float[2 * FRAME];
            float[] side = new float[2 * FRAME];
            float quiet = 0;
            for (int b = 0; b < 100; b++) {
                short[] tone = ToneMeter.tone(700, LOUD, rate, (long) b * size, size);
                short[] half = b < 50 ? null : tone;
                long start = b * 20_003_000L;
                var block = new Pcm(start, start + 20_003_000L, rate, tone, half);
                int count = resampler.process(block, out, side);
                for (int i = 0; i < count && b > 52; i++) {
                    quiet = Math.max(quiet, Math.abs(out[i] - side[i])); // the right channel
                }
                if (b < 50) {
                    assertThat(Arrays.copyOf(side, count)).containsOnly(0f);
                }
            }
            assertThat(quiet).as("%d Hz", rate).isLessThan(2);
        }
    }

    private static HeardCall opus(IntPredicate lost) {
        return new HeardCall(OPUS, new SoundCodecs(2)).send(packets(MUSIC, both(4)), lost);
    }

    private static void isTone(short[] samples, int rate, int hz) {
        assertThat(ToneMeter.hz(samples, rate)).isCloseTo(hz, offset(2.0));
        assertThat(ToneMeter.dbfs(samples))
                .isCloseTo(20 * Math.log10(LOUD / 32_768.0) - 3, offset(0.5));
    }

    private static short[] left(HeardCall call) {
        return sum(call.heard(), call.side(), 1);
    }

    private static short[] right(HeardCall call) {
        return sum(call.heard(), call.side(), -1);
    }

    private static short[] sum(short[] middle, short[] side, int sign) {
        short[] sum = new short[middle.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (short) (middle[i] + sign * side[i]);
        }
        return sum;
    }

    private static short[] end(short[] samples) {
        return Arrays.copyOfRange(samples, 110 * FRAME, 198 * FRAME);
    }

    private static byte[][] packets(Settings settings, short[] samples) {
        int step = FRAME * settings.channels();
        try (var encoder = new OpusEncoder(settings)) {
            byte[][] packets = new byte[samples.length / step][];
            for (int i = 0; i < packets.length; i++) {
                packets[i] = encoder.encode(samples, i * step, FRAME);
            }
            return packets;
        }
    }

    private static short[] both(int seconds) {
        short[] left = tone(440, seconds);
        short[] right = tone(700, seconds);
        short[] both = new short[2 * left.length];
        for (int i = 0; i < left.length; i++) {
            both[2 * i] = left[i];
            both[2 * i + 1] = right[i];
        }
        return both;
    }

    private static short[] tone(int hz, int seconds) {
        return ToneMeter.tone(hz, LOUD, RATE, 0, RATE * seconds);
    }

    private static void put(byte[] bytes, int at, short value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }

    private static int longestStep(short[] samples) {
        int longest = 0;
        for (int i = 1; i < samples.length; i++) {
            longest = Math.max(longest, Math.abs(samples[i] - samples[i - 1]));
        }
        return longest;
    }
}
