package io.sipcast.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JavaLoggingTest {
    private static final String NAME = "a.library";

    @Test
    void warningsOfLibrariesReachOurLogAndNothingElseDoes() {
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        ((Logger) LoggerFactory.getLogger(NAME)).addAppender(lines);

        JavaLogging.redirect();
        var library = java.util.logging.Logger.getLogger(NAME);
        library.info("chatter");
        library.log(Level.WARNING, "odd {0}", 7);
        library.severe("broken");

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("odd 7", "broken");
        assertThat(lines.list)
                .extracting(ILoggingEvent::getLevel)
                .containsExactly(
                        ch.qos.logback.classic.Level.WARN, ch.qos.logback.classic.Level.ERROR);
    }
}
