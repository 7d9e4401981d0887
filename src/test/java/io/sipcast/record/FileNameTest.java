package io.sipcast.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.live.StreamName;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of files, whatever streams are called. */
class FileNameTest {
    private static final Instant BEGAN = Instant.parse("2026-01-02T03:04:05.678Z");

    @ParameterizedTest
    @CsvSource({
        "live, camera-1.b, live_camera-1.b",
        "live, a/b, live_a~2fb",
        "live, ../../etc/passwd, live_~2e.~2f..~2fetc~2fpasswd",
        ".., x, ~2e._x",
        "live, a_b~c, live_a~5fb~7ec",
        "live, 'C:\\x \"<>|', live_C~3a~5cx~20~22~3c~3e~7c",
        "live, å\u202e, live_~c3~a5~e2~80~ae",
        "live, rtmp://h:1/live/x?k=1, live_rtmp~3a~2f~2fh~3a1~2flive~2fx~3fk~3d1"
    })
    void saysWhoAndWhenAndLeadsNowhere(String app, String name, String expected) {
        String file = FileName.of(new StreamName(app, name), BEGAN, 0);

        assertThat(file).isEqualTo(expected + "_20260102T030405.678Z.mp4");
        assertThat(FileName.isOurs(file)).isTrue();
    }

    @Test
    void aLongNameIsShortenedAndStillItsOwn() {
        String one = FileName.of(StreamName.ofCall("ü".repeat(254) + "1"), BEGAN, 0);
        String other = FileName.of(StreamName.ofCall("ü".repeat(254) + "2"), BEGAN, 0);

        assertThat(one.length()).isLessThan(180);
        assertThat(one).isNotEqualTo(other);
        assertThat(FileName.isOurs(one)).isTrue();
    }

    @Test
    void aSecondOneOfTheSameMomentIsNumbered() {
        assertThat(FileName.of(StreamName.ofCall("a"), BEGAN, 2))
                .isEqualTo("live_a_20260102T030405.678Z_2.mp4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x.mp4",
                ".mp4",
                ".x.mp4",
                "a/b.mp4",
                "a\\b.mp4",
                "x.mp4\n",
                "x.mov",
                "%2e%2e.mp4",
                "",
                "x.mp4\u0000"
            })
    void nothingElseIsServed(String name) {
        assertThat(FileName.isOurs(name)).isFalse();
    }
}
