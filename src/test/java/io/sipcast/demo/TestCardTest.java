package io.sipcast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.rtmp.codec.h264.AnnexB;
import io.sipcast.rtp.payload.G711;
import io.sipcast.transcode.H264Decoder;
import io.sipcast.transcode.Picture;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestCardTest {
    private static final int BEEP = 12 * 8000 / 25;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void flashesInTheMidstOfEachSecondFor120Milliseconds(int mode) {
        List<Integer> white = new ArrayList<>();
        List<Picture> pictures = decode(TestCard.forMode(mode));
        for (int i = 0; i < pictures.size(); i++) {
            if (mean(pictures.get(i)) > 220) {
                white.add(i);
            }
        }
        assertThat(pictures).hasSize(TestCard.PICTURES);
        assertThat(white).containsExactly(12, 13, 14, 37, 38, 39, 62, 63, 64, 87, 88, 89);
    }

    @Test
    void beginsEachSecondWithAKeyFrameThatBringsItsParameterSets() {
        List<byte[]> units = TestCard.forMode(1).accessUnits();
        for (int i = 0; i < units.size(); i++) {
            List<Integer> types =
                    AnnexB.split(units.get(i)).stream().map(nal -> nal[0] & 31).toList();
            if (i % TestCard.PICTURES_PER_SECOND == 0) {
                assertThat(types).containsExactly(7, 8, 5);
            } else {
                assertThat(types).as("picture " + i).containsExactly(1);
            }
        }
    }

    @Test
    void moves() {
        Set<Integer> different = new HashSet<>();
        for (Picture picture : decode(TestCard.forMode(1))) {
            different.add(java.util.Arrays.hashCode(picture.luma()));
        }
        assertThat(different).hasSizeGreaterThan(TestCard.PICTURES * 4 / 5);
    }

    @Test
    void beepsWithTheFlashFor100Milliseconds() {
        for (G711 law : G711.values()) {
            byte[] second = TestTone.encode(law);
            int loudest = 0;
            int crossings = 0;
            for (int i = BEEP; i < BEEP + 800; i++) {
                short sample = law.decode(second[i]);
                loudest = Math.max(loudest, sample);
                crossings += sample > 0 && law.decode(second[i - 1]) <= 0 ? 1 : 0;
            }
            assertThat(loudest).isBetween(15_000, 17_000);
            // 100 periods of 1 kHz; A-law has no 0, so there the first one begins above it
            assertThat(crossings).isEqualTo(law == G711.PCMU ? 100 : 99);
            for (int i = 0; i < second.length; i++) {
                if (i < BEEP || i >= BEEP + 800) {
                    assertThat(Math.abs(law.decode(second[i]))).isLessThan((short) 10);
                }
            }
        }
    }

    private static List<Picture> decode(TestCard card) {
        List<Picture> pictures = new ArrayList<>();
        try (var decoder = new H264Decoder(Bytes.copyOf(new byte[0]))) {
            for (byte[] unit : card.accessUnits()) {
                decoder.decode(
                        unit,
                        0,
                        (_, picture, whole) -> {
                            assertThat(whole).isTrue();
                            pictures.add(picture);
                        });
            }
            decoder.finish((_, picture, _) -> pictures.add(picture));
        }
        return pictures;
    }

    private static long mean(Picture picture) {
        long sum = 0;
        for (byte luma : picture.luma()) {
            sum += luma & 0xFF;
        }
        return sum / picture.luma().length;
    }
}
