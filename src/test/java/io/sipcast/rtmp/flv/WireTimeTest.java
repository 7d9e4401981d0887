package io.sipcast.rtmp.flv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WireTimeTest {
    @Test
    void beginsAtNoughtAndFollowsTheSender() {
        assertThat(unwrapped(5000, 5020, 5010, 5040)).containsExactly(0, 20, 10, 40);
    }

    @Test
    void goesOnOverTheWrapOf32Bits() {
        assertThat(unwrapped(0xFFFF_FFF0L, 0, 10, 0xFFFF_FFFEL, 20))
                .containsExactly(0, 16, 26, 14, 36);
    }

    @Test
    void goesOnOverAWrapOf24BitsWhateverTheTracksOrder() {
        assertThat(unwrapped(0xFF_FFF0, 0, 0xFF_FFFE, 20)).containsExactly(0, 16, 14, 36);
    }

    @Test
    void goesOnWhenTheSenderFindsItsUpperBits() {
        assertThat(unwrapped(0xFF_FFF0, 4, 0x100_0018)).containsExactly(0, 20, 40);
    }

    @Test
    void aSenderThatStartsAnewGoesOnWhereItWas() {
        assertThat(unwrapped(0, 100_000, 100_040)).containsExactly(0, 0, 40);
        assertThat(unwrapped(50_000, 50_040, 0, 40)).containsExactly(0, 40, 40, 80);
    }

    @Test
    void soDoesOneThatDidNotLiveForLong() {
        assertThat(unwrapped(0, 7_000, 7_040, 0, 40)).containsExactly(0, 7000, 7040, 7040, 7080);
        assertThat(unwrapped(0, 3_000, 40, 20, 80)).containsExactly(0, 3000, 3000, 2980, 3040);
    }

    @Test
    void aTrackThatIsBehindTheOtherIsNotAnotherBeginning() {
        assertThat(unwrapped(0, 1_500, 20, 1_520, 40)).containsExactly(0, 1500, 20, 1520, 40);
        assertThat(unwrapped(20_000, 29_000, 20_040)).containsExactly(0, 9000, 40);
    }

    @Test
    void aPauseStaysAGap() {
        assertThat(unwrapped(0, 30_000)).containsExactly(0, 30_000);
    }

    private static long[] unwrapped(long... wire) {
        WireTime time = new WireTime();
        return LongStream.of(wire).map(time::unwrap).toArray();
    }
}
