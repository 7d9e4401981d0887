package io.sipcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times and URLs as they are typed. */
class TextsTest {
    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "10m,600000", "1h30m,5400000", "1m1s1ms,61001"})
    void timesAreRead(String text, long millis) {
        assertThat(PlainDuration.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "-3s", "3 s", "0s", "3d", "s", "1e3s", "9999999999s"})
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> PlainDuration.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected a time");
    }

    @ParameterizedTest
    @CsvSource({
        "rtmp://h/app/name, rtmp://h/app, name",
        "rtmps://h:443/rtmp/FB-1?s_bl=1&a=/x, rtmps://h:443/rtmp, FB-1?s_bl=1&a=/x",
        "RTMP://u:p@[::1]:1936/a/b/c, RTMP://u:p@[::1]:1936/a/b, c"
    })
    void aTargetIsSplitAtTheLastSlashOfItsPath(String text, String url, String stream) {
        assertThat(TargetUrl.parse(text)).isEqualTo(new TargetUrl(url, stream));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtmp://h/app",
                "rtmp://h/app/",
                "http://h/a/b",
                "h/app/secret",
                "rtmp:///a/b"
            })
    void whatIsNoTargetIsRefusedWithoutShowingIt(String text) {
        assertThatThrownBy(() -> TargetUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("it must be a whole URL")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void aTargetsNameIsNotPrinted() {
        assertThat(TargetUrl.parse("rtmp://h/app/secret")).hasToString("rtmp://h/app/***");
    }

    @Test
    void timesAreWritten() {
        assertThat(PlainDuration.clock(Duration.ofSeconds(5000))).isEqualTo("1:23:20");
        assertThat(PlainDuration.words(Duration.ofSeconds(5000))).isEqualTo("1 h 23 min");
        assertThat(PlainDuration.words(Duration.ofSeconds(83))).isEqualTo("1 min 23 s");
        assertThat(PlainDuration.words(Duration.ofMillis(2999))).isEqualTo("2 s");
    }
}
