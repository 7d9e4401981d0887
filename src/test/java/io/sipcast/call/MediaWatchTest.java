package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MediaWatchTest {
    private final MediaWatch watch =
            new MediaWatch(Duration.ofSeconds(30), Duration.ofSeconds(60), seconds(100));

    @Test
    void aCallWithoutAFirstPacketEnds() {
        assertThat(watch.verdict(seconds(129))).isNull();
        assertThat(watch.verdict(seconds(130)))
                .isEqualTo(new CallEnd.NoMedia("No RTP within 30 s of the answer"));
    }

    @Test
    void aCallWhoseMediaStopsEnds() {
        watch.heard(seconds(120));

        assertThat(watch.verdict(seconds(179))).isNull();
        assertThat(watch.verdict(seconds(180))).isEqualTo(new CallEnd.NoMedia("No RTP for 60 s"));
    }

    @Test
    void holdStopsTheClock() {
        watch.heard(seconds(101));
        watch.hold(true, seconds(110));
        assertThat(watch.verdict(seconds(1000))).isNull();

        watch.hold(false, seconds(1000));
        assertThat(watch.verdict(seconds(1059))).isNull();
        assertThat(watch.verdict(seconds(1060))).isNotNull();
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
