package io.sipcast.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.bench.peers.Judge.Delays;
import io.sipcast.bench.peers.Judge.Sound;
import io.sipcast.rtmp.flv.FlvTag;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge knows what is right from what is not, by millisecond. */
class JudgeTest {
    private static final int MILLI = EncodedCall.RATE_HZ / 1000;

    private final EncodedCall call = new EncodedCall(12);

    @Test
    void whatIsRightIsFoundRight() {
        Received received = call.received();

        Sound sound = Judge.sound(call.log(), received);
        assertThat(sound.isRight()).as("%s", sound).isTrue();
        assertThat(sound.likeness()).isGreaterThan(0.85);
        assertThat(sound.seconds()).isCloseTo(4.1, within(0.1));
    }

    /** Of a stream that is not kept, too: by its last seconds and its timestamps. */
    @Test
    void delaysAreThoseBeyondFraming() {
        Delays delays = Judge.delays(call.log(), call.received());

        assertThat(delays.found()).isTrue();
        assertThat(delays.frames()).isGreaterThan(500);
        assertThat(delays.p50Millis()).isCloseTo(3, within(0.01));
        assertThat(delays.maxMillis()).isCloseTo(3, within(0.01));
        assertThat(delays.lost()).isZero();
        assertThat(delays.late()).isZero();
    }

    @Test
    void oneLateFrame() {
        Received received =
                call.received(
                        call.samples(),
                        new EncodedCall.Spoiler() {
                            @Override
                            public FlvTag pass(int frame, FlvTag tag) {
                                return tag;
                            }

                            @Override
                            public long laterNanos(int frame) {
                                return frame == 300 ? 80_000_000 : 0;
                            }
                        });

        Delays delays = Judge.delays(call.log(), received);
        assertThat(delays.late()).isEqualTo(1);
        assertThat(delays.maxMillis()).isCloseTo(83, within(0.01));
        assertThat(delays.p50Millis()).isCloseTo(3, within(0.01));
        assertThat(received.longestGapMillis()).isGreaterThan(95);
    }

    @Test
    void aHoleOfAPacket() {
        short[] samples = call.samples();
        int loud = loudest(samples);
        Arrays.fill(samples, loud, loud + 20 * MILLI, (short) 0);

        Sound sound = Judge.sound(call.log(), call.received(samples, (_, tag) -> tag));
        assertThat(sound.found()).isTrue();
        assertThat(sound.holeMillis()).isBetween(10.0, 40.0);
        assertThat(sound.isRight()).isFalse();
    }

    /** In a pause of the speaker there is the noise of the room. */
    @Test
    void aHoleInAPause() {
        short[] samples = call.samples();
        int quiet = quietest(samples);
        Arrays.fill(samples, quiet, quiet + 60 * MILLI, (short) 0);

        Sound sound = Judge.sound(call.log(), call.received(samples, (_, tag) -> tag));
        assertThat(sound.longestHoleMillis()).isBetween(30.0, 70.0);
    }

    @Test
    void soundFromElsewhere() {
        short[] samples = call.samples();
        int at = samples.length - 2 * EncodedCall.RATE_HZ;
        System.arraycopy(samples, 0, samples, at, 600 * MILLI);

        Sound sound = Judge.sound(call.log(), call.received(samples, (_, tag) -> tag));
        assertThat(sound.holeMillis()).isGreaterThan(100);
    }

    @Test
    void aFrameThatNeverCame() {
        Received received =
                call.received(call.samples(), (frame, tag) -> frame == 470 ? null : tag);

        assertThat(Judge.delays(call.log(), received).lost()).isEqualTo(1);
        Sound sound = Judge.sound(call.log(), received);
        assertThat(sound.jumps()).isEqualTo(1);
        assertThat(sound.isRight()).isFalse();
    }

    @Test
    void soundThatWasLeftOut() {
        short[] samples = call.samples();
        int at = samples.length - 2 * EncodedCall.RATE_HZ;
        short[] shorter = new short[samples.length - 100 * MILLI];
        System.arraycopy(samples, 0, shorter, 0, at);
        System.arraycopy(samples, at + 100 * MILLI, shorter, at, shorter.length - at);

        Sound sound = Judge.sound(call.log(), call.received(shorter, (_, tag) -> tag));
        assertThat(sound.found()).isTrue();
        assertThat(sound.jumps()).isEqualTo(1);
    }

    /** As fast as a gateway may play what it has too much of: nobody hears that, pauses or not. */
    @ParameterizedTest
    @ValueSource(doubles = {0.9985, 1.0015})
    void soundOfAnotherSpeed(double speed) {
        Sound sound = Judge.sound(call.log(), call.kept(faster(call.samples(), speed)));

        assertThat(sound.isRight()).as("%s", sound).isTrue();
        assertThat(sound.seconds()).isCloseTo(12, within(0.1));
    }

    private static short[] faster(short[] samples, double speed) {
        short[] out = new short[(int) ((samples.length - 1) / Math.max(1, speed))];
        for (int i = 0; i < out.length; i++) {
            double at = i * speed;
            int whole = (int) at;
            double part = at - whole;
            out[i] = (short) Math.round((1 - part) * samples[whole] + part * samples[whole + 1]);
        }
        return out;
    }

    @Test
    void silence() {
        Received received = call.received(new short[call.samples().length], (_, tag) -> tag);

        assertThat(Judge.sound(call.log(), received).found()).isFalse();
        assertThat(Judge.delays(call.log(), received).found()).isFalse();
    }

    @Test
    void noiseAlone() {
        Random random = new Random(1);
        short[] noise = new short[call.samples().length];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) (3000 * random.nextGaussian());
        }

        assertThat(Judge.sound(call.log(), call.received(noise, (_, tag) -> tag)).found())
                .isFalse();
    }

    @Test
    void nothing() {
        var received = new Received();
        var pictures = new PictureLoop(PictureLoop.Codec.H264, "", 25, List.of());

        assertThat(Judge.sound(call.log(), received).isRight()).isFalse();
        assertThat(Judge.delays(call.log(), received).found()).isFalse();
        assertThat(Judge.pictures(pictures, received).isRight()).isFalse();
    }

    /** Of the last three seconds: that is what the judge hears. */
    private static int loudest(short[] samples) {
        return extreme(samples, 1);
    }

    private static int quietest(short[] samples) {
        return extreme(samples, -1);
    }

    private static int extreme(short[] samples, int sign) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        int end = samples.length - EncodedCall.RATE_HZ;
        for (int at = samples.length - 3 * EncodedCall.RATE_HZ; at < end; at += 20 * MILLI) {
            double energy = 0;
            for (int i = at; i < at + 60 * MILLI; i++) {
                energy += (double) samples[i] * samples[i];
            }
            if (sign * energy > most) {
                most = sign * energy;
                best = at;
            }
        }
        return best;
    }
}
