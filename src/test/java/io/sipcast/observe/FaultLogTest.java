package io.sipcast.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultLogTest {
    private static final long SECOND = 1_000_000_000;

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final FaultLog log = logInto(lines);

    private static FaultLog logInto(ListAppender<ILoggingEvent> lines) {
        var logger = new LoggerContext().getLogger("test");
        logger.addAppender(lines);
        return new FaultLog(logger, "rtp/audio");
    }

    @BeforeEach
    void start() {
        lines.start();
    }

    @Test
    void theFirstFaultIsLoggedAtOnceAndTheRestOnceASecond() {
        for (int i = 0; i < 2500; i++) {
            log.count("bad " + i, i * (SECOND / 1000));
        }
        assertThat(messages())
                .containsExactly(
                        "rtp/audio: bad 0",
                        "rtp/audio: 1000 times, the last one: bad 1000",
                        "rtp/audio: 1000 times, the last one: bad 2000");
        assertThat(log.total()).isEqualTo(2500);
    }

    @Test
    void theTailOfABurstComesWithTheTickOrTheEnd() {
        log.count("a", 0);
        log.count("b", 1);
        log.tick(SECOND / 2);
        assertThat(messages()).hasSize(1);
        log.tick(SECOND);
        assertThat(messages()).hasSize(2).last().isEqualTo("rtp/audio: b");

        log.count("c", SECOND + 1);
        log.finish();
        log.finish();
        assertThat(messages()).hasSize(3).last().isEqualTo("rtp/audio: c");
    }

    private List<String> messages() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
