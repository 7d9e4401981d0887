package io.sipcast.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtp.NtpTime;
import org.junit.jupiter.api.Test;

class ReportTrackTest {
    private static final double MILLIS = 1e6;
    private static final NtpTime NTP = new NtpTime(0xEC00_0000_8000_0000L);

    private final ReportTrack track = new ReportTrack();

    @Test
    void theFirstIsTakenUponTrustAndTheThirdIsProof() {
        report(0, 0);
        assertThat(track.credible()).isTrue();
        report(5_000, 5_002);
        assertThat(track.proved()).isFalse();
        report(10_050, 10_000);
        assertThat(track.proved()).isTrue();
    }

    @Test
    void aClockThatStandsStillIsNone() {
        report(0, 0);
        report(0, 5_000);
        assertThat(track.credible()).isFalse();
        report(0, 10_000);
        assertThat(track.credible()).isFalse();
    }

    @Test
    void aClockThatWasSetMustProveItselfAgain() {
        report(0, 0);
        report(5_000, 5_000);
        report(10_000, 10_000);
        report(3_000_000, 15_000);
        assertThat(track.credible()).isFalse();
        report(3_005_000, 20_000);
        report(3_010_000, 25_000);
        assertThat(track.credible()).isTrue();
    }

    @Test
    void aSenderOnceWrongIsNotTrustedWithTimestampsThatBeginAnew() {
        report(0, 0);
        report(0, 5_000);
        track.forget();
        assertThat(track.ntp()).isNull();
        report(10_000, 0);
        assertThat(track.credible()).isFalse();
    }

    @Test
    void theDriftOfAClockIsNoFault() {
        for (long at = 0; at < 3_600_000; at += 300_000) {
            report(at, at + at / 2_000);
            assertThat(track.credible()).isTrue();
        }
    }

    private void report(long wallMillis, long ownMillis) {
        track.report(NTP.plusNanos(wallMillis * 1_000_000), ownMillis * MILLIS);
    }
}
