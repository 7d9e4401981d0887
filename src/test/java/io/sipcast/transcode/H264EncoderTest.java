package io.sipcast.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class H264EncoderTest {
    private static final Bytes START_CODES = Bytes.copyOf(new byte[0]);

    @Test
    void picturesComeOutAsTheyWentIn() {
        List<Integer> seen = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        try (var encoder = new H264Encoder(320, 180, 25, 500_000);
                var decoder = new H264Decoder(START_CODES)) {
            for (int i = 0; i < 10; i++) {
                byte[] unit = encoder.encode(grey(60 + 15 * i), false);
                decoder.decode(
                        unit,
                        i * 40_000_000L,
                        (pts, picture, whole) -> {
                            assertThat(whole).isTrue();
                            assertThat(picture.width()).isEqualTo(320);
                            assertThat(picture.height()).isEqualTo(180);
                            seen.add(mean(picture.luma()));
                            times.add(pts);
                        });
            }
            decoder.finish((_, picture, _) -> seen.add(mean(picture.luma())));
        }
        assertThat(seen).hasSize(10);
        assertThat(times).as("no picture waits for the next").hasSize(10).isSorted();
        for (int i = 0; i < 10; i++) {
            assertThat(seen.get(i)).isCloseTo(60 + 15 * i, within(4));
        }
    }

    @Test
    void aKeyFrameComesFirstAndWhenAskedForOnly() {
        List<Boolean> keys = new ArrayList<>();
        try (var encoder = new H264Encoder(160, 120, 25, 200_000)) {
            for (int i = 0; i < 100; i++) {
                byte[] unit = encoder.encode(new Picture(160, 120), i == 50);
                boolean idr = nalTypes(unit).contains(5);
                assertThat(encoder.wasKey()).isEqualTo(idr);
                keys.add(idr);
            }
        }
        assertThat(keys).filteredOn(key -> key).hasSize(2);
        assertThat(keys.get(0)).isTrue();
        assertThat(keys.get(50)).isTrue();
    }

    @Test
    void aKeyFrameBringsConstrainedBaselineParameterSets() {
        try (var encoder = new H264Encoder(640, 360, 25, 800_000)) {
            byte[] unit = encoder.encode(new Picture(640, 360), true);

            assertThat(nalTypes(unit)).containsExactly(7, 8, 5);
            assertThat(unit[5]).as("profile_idc").isEqualTo((byte) 66);
            assertThat(unit[6] & 0x40).as("constraint_set1_flag").isNotZero();
        }
    }

    @Test
    void refusesAPictureOfAnotherSize() {
        try (var encoder = new H264Encoder(160, 120, 25, 200_000)) {
            assertThatThrownBy(() -> encoder.encode(new Picture(320, 240), false))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aPictureWithoutItsReferenceIsNotCalledWhole() {
        List<Boolean> wholes = new ArrayList<>();
        try (var encoder = new H264Encoder(160, 120, 25, 200_000);
                var decoder = new H264Decoder(START_CODES)) {
            decoder.decode(encoder.encode(noise(1), false), 0, (_, _, whole) -> wholes.add(whole));
            byte[] unit = encoder.encode(noise(2), false);
            byte[] half = Arrays.copyOf(unit, unit.length / 2);
            try {
                decoder.decode(half, 1, (_, _, whole) -> wholes.add(whole));
            } catch (ProtocolException e) {
                wholes.add(false);
            }
        }
        assertThat(wholes).containsExactly(true, false);
    }

    @Test
    void noiseToTheDecoderIsAProtocolExceptionAtWorst() {
        var random = new Random(11);
        try (var decoder = new H264Decoder(START_CODES)) {
            for (int i = 0; i < 500; i++) {
                byte[] noise = new byte[1 + random.nextInt(500)];
                random.nextBytes(noise);
                try {
                    decoder.decode(noise, i, (_, picture, _) -> assertThat(picture).isNotNull());
                } catch (ProtocolException e) {
                    assertThat(e).hasMessageContaining("h264");
                }
            }
        }
    }

    private static Picture grey(int luma) {
        var picture = new Picture(320, 180);
        Arrays.fill(picture.luma(), (byte) luma);
        return picture;
    }

    private static Picture noise(int seed) {
        var picture = new Picture(160, 120);
        new Random(seed).nextBytes(picture.luma());
        return picture;
    }

    private static int mean(byte[] plane) {
        long sum = 0;
        for (byte b : plane) {
            sum += b & 0xFF;
        }
        return (int) (sum / plane.length);
    }

    private static List<Integer> nalTypes(byte[] annexB) {
        List<Integer> types = new ArrayList<>();
        for (int i = 0; i + 3 < annexB.length; i++) {
            if (annexB[i] == 0 && annexB[i + 1] == 0 && annexB[i + 2] == 1) {
                types.add(annexB[i + 3] & 0x1F);
            }
        }
        return types;
    }
}
