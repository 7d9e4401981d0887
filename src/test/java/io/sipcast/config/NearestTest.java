package io.sipcast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({
        "port, port, 0",
        "port, prot, 1",
        "port, por, 1",
        "port, sport, 1",
        "'', ab, 2",
        "kitten, sitting, 3"
    })
    void distanceCountsTheEdits(String a, String b, int edits) {
        assertThat(Nearest.distance(a, b)).isEqualTo(edits);
        assertThat(Nearest.distance(b, a)).isEqualTo(edits);
    }

    @Test
    void picksTheOneWithFewest() {
        assertThat(Nearest.of("rtmp.prot", List.of("rtp.ports", "rtmp.port", "http.port")))
                .isEqualTo("rtmp.port");
    }
}
