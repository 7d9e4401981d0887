package io.sipcast.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcknowledgementsTest {
    private final Acknowledgements counts = new Acknowledgements();

    @Test
    void nothingIsDueUntilThePeerNamesItsWindow() {
        counts.countReceived(1_000_000);
        assertThat(counts.due()).isFalse();
    }

    @Test
    void halfAWindowIsDue() {
        counts.window(1000);
        counts.countReceived(499);
        assertThat(counts.due()).isFalse();

        counts.countReceived(1);
        assertThat(counts.due()).isTrue();
        assertThat(counts.tell()).isEqualTo(500);
        assertThat(counts.due()).isFalse();
    }

    @Test
    void numbersWrapBothWays() {
        for (int i = 0; i < 5; i++) {
            counts.countReceived(0x4000_0000);
        }
        assertThat(counts.tell()).isEqualTo(0x4000_0000);
        assertThat(counts.received()).isEqualTo(0x1_4000_0000L);

        for (int sequence : new int[] {0x4000_0000, 0x8000_0000, 0xC000_0000, 0x1000}) {
            counts.acknowledged(sequence);
        }
        assertThat(counts.acknowledged()).isEqualTo(0x1_0000_1000L);
    }

    @Test
    void anOlderNumberTakesNothingBack() {
        counts.acknowledged(5000);
        counts.acknowledged(4000);
        assertThat(counts.acknowledged()).isEqualTo(5000);
    }
}
