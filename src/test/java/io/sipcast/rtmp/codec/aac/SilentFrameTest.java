package io.sipcast.rtmp.codec.aac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SilentFrameTest {
    /** By hand, from the syntax: SCE 0, 22 noughts, END; CPE 0, 1 + 44 noughts, END. */
    @Test
    void monoAndStereoAreWhatTheSyntaxSays() {
        assertThat(hex(1)).isEqualTo("00000007");
        assertThat(hex(2)).isEqualTo("2000000000000e");
    }

    /** SCE 0 to bit 29, CPE 0 to bit 81, SCE 1, END at bit 110. */
    @Test
    void elementsOfAKindHaveTagsOfTheirOwn() {
        assertThat(hex(4)).isEqualTo("000000010000000000000100000380");
    }

    private static String hex(int channels) {
        return HexFormat.of().formatHex(SilentFrame.of(AudioSpecificConfig.lc(48_000, channels)));
    }
}
