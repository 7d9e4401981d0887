package io.sipcast.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MistakeLogTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long MINUTE = 60_000 * MILLISECOND;

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final MistakeLog log = logInto(lines);

    private static MistakeLog logInto(ListAppender<ILoggingEvent> lines) {
        var logger = new LoggerContext().getLogger("test");
        logger.addAppender(lines);
        return new MistakeLog(logger, "It failed");
    }

    @BeforeEach
    void start() {
        lines.start();
    }

    @Test
    void theFirstIsToldWithItsStackAndTheRestIsANumberOnceAMinute() {
        for (long at = 0; at <= 2 * MINUTE; at += 20 * MILLISECOND) { // as packets of sound come
            log.add(mistake("packet " + at / MILLISECOND), at);
        }
        assertThat(messages())
                .containsExactly(
                        "It failed",
                        "It failed: 3000 more times, the last one: "
                                + "java.lang.IllegalStateException: packet 60000",
                        "It failed: 3000 more times, the last one: "
                                + "java.lang.IllegalStateException: packet 120000");
        assertThat(lines.list.getFirst().getThrowableProxy().getMessage()).isEqualTo("packet 0");
        assertThat(lines.list.getLast().getThrowableProxy()).isNull();
    }

    @Test
    void anotherMistakeIsToldWithItsStackToo() {
        log.add(mistake("a"), 0);
        log.add(otherMistake(), 1);
        log.add(new ArithmeticException(), 2);
        log.add(mistake("b"), 3);
        assertThat(messages()).containsExactly("It failed", "It failed", "It failed");
        assertThat(lines.list).allMatch(line -> line.getThrowableProxy() != null);
    }

    @Test
    void theEndTellsWhatWasNotTold() {
        log.finish();
        log.add(mistake("a"), 0);
        log.add(mistake("b"), 1);
        log.finish();
        log.finish();
        assertThat(messages())
                .containsExactly(
                        "It failed",
                        "It failed: 1 more times, the last one: "
                                + "java.lang.IllegalStateException: b");
    }

    /** The virtual machine leaves the stack out of what is thrown often. */
    @Test
    void withoutAStackItsClassIsItsPlace() {
        for (int i = 0; i < 3; i++) {
            var bare = new ArithmeticException("once");
            bare.setStackTrace(new StackTraceElement[0]);
            log.add(bare, i);
        }
        assertThat(messages()).hasSize(1);
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (int i = 0; i < 1000; i++) {
            var one = new IllegalStateException();
            one.setStackTrace(
                    new StackTraceElement[] {new StackTraceElement("A", "b", "A.java", i)});
            log.add(one, i);
        }
        assertThat(messages()).hasSize(32);
    }

    private static RuntimeException mistake(String message) {
        return new IllegalStateException(message);
    }

    private static RuntimeException otherMistake() {
        return new IllegalStateException("somewhere else");
    }

    private List<String> messages() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
