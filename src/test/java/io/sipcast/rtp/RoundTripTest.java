package io.sipcast.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTripTest {
    private final RoundTrip trip = new RoundTrip();

    @Test
    void isUnknownBeforeAReportThatTells() {
        trip.measured(-1);
        assertThat(trip.nanos()).isEqualTo(-1);
        trip.measured(40);
        trip.measured(-1);
        assertThat(trip.nanos()).isEqualTo(40);
    }

    @Test
    void aReportThatWasHeldUpChangesNothing() {
        trip.measured(40);
        trip.measured(2_000);
        trip.measured(42);
        assertThat(trip.nanos()).isEqualTo(40);
    }

    @Test
    void aWayThatBecameLongerIsBelievedAfterThree() {
        trip.measured(40);
        for (int i = 0; i < 2; i++) {
            trip.measured(300);
            assertThat(trip.nanos()).isEqualTo(40);
        }
        trip.measured(310);
        assertThat(trip.nanos()).isEqualTo(300);
    }

    @Test
    void aShorterOneAtOnce() {
        trip.measured(300);
        trip.measured(0);
        assertThat(trip.nanos()).isZero();
    }
}
