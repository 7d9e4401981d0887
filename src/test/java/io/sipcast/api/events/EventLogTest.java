package io.sipcast.api.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLogTest {
    private final EventLog log = new EventLog("00ab", 3, 10_000);

    private void add(int times) {
        for (int i = 0; i < times; i++) {
            log.add("call", Map.of("callId", "c\n" + i));
        }
    }

    @Test
    void anEventIsThreeLinesAndAnEmptyOne() {
        add(1);

        assertThat(new String(log.after(0), UTF_8))
                .isEqualTo("id: 00ab-1\nevent: call\ndata: {\"callId\":\"c\\n0\"}\n\n");
        assertThat(log.last()).hasToString("00ab-1");
        assertThat(log.after(1)).isNull();
    }

    @Test
    void keepsSoManyOnly() {
        add(4);

        assertThat(log.hasAllAfter(0)).isFalse();
        assertThat(log.after(0)).isNull();
        assertThat(log.hasAllAfter(1)).isTrue();
        assertThat(new String(log.after(1), UTF_8)).startsWith("id: 00ab-2\n");
        assertThat(new String(log.after(3), UTF_8)).startsWith("id: 00ab-4\n");
        assertThat(log.hasAllAfter(4)).isTrue();
        assertThat(log.hasAllAfter(5)).as("of the future").isFalse();
    }

    @Test
    void keepsSoManyBytesOnlyButTheLastOneInAnyCase() {
        var small = new EventLog("00ab", 100, 300);
        for (int i = 0; i < 10; i++) {
            small.add("call", Map.of("x", "y".repeat(50))); // some 90 bytes each
        }
        assertThat(small.hasAllAfter(7)).isTrue();
        assertThat(small.hasAllAfter(6)).isFalse();

        small.add("call", Map.of("x", "y".repeat(1000)));
        assertThat(small.hasAllAfter(10)).isTrue();
        assertThat(small.hasAllAfter(9)).isFalse();
        assertThat(small.after(10)).hasSizeGreaterThan(1000);

        small.add("call", Map.of("x", "y"));
        assertThat(small.hasAllAfter(11)).isTrue();
        assertThat(small.hasAllAfter(10)).as("the large one went").isFalse();
    }

    @Test
    void onlyIdsOfThisRunCount() {
        add(2);

        assertThat(log.hasAllAfter(new EventId("00ab", 1))).isTrue();
        assertThat(log.hasAllAfter(new EventId("00ac", 1))).isFalse();
    }

    @Test
    void nobodyGoesOnAfterAnInterruption() {
        add(2);
        log.interrupt();

        assertThat(log.hasAllAfter(2)).isFalse();
        assertThat(log.hasAllAfter(log.last())).isTrue();
        add(1);
        assertThat(new String(log.after(3), UTF_8)).startsWith("id: 00ab-4\n");
        assertThat(log.hasAllAfter(2)).isFalse();
    }

    @Test
    void readsTheIdsItWrites() {
        var id = new EventId("0123abcd", 42);

        assertThat(EventId.parse(id.toString())).contains(id);
        assertThat(EventId.parse(" " + id + " ")).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12",
                "-",
                "ab-",
                "-1",
                "ab-1-2",
                "AB-1",
                "ab--1",
                "ab-1234567890123456789"
            })
    void otherIdsAreNone(String text) {
        assertThat(EventId.parse(text)).isEmpty();
    }
}
