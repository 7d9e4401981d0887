package io.sipcast.observe;

import static ch.qos.logback.classic.spi.Configurator.ExecutionStatus.INVOKE_NEXT_IF_ANY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LogSetupTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(Configurator.class))
                .hasAtLeastOneElementOfType(LogSetup.class);
    }

    /** As it is here: surefire names the one of the tests. */
    @Test
    void aFileForLogbackGoesBefore() {
        assertThat(new LogSetup().configure(context)).isEqualTo(INVOKE_NEXT_IF_ANY);
        assertThat(context.getLogger("io.sipcast").getLevel()).isNull();
    }

    @Test
    void hearsLibrariesOnlyWhenSomethingIsWrong() {
        new LogSetup(Level.DEBUG, "System.out").setUp(context);

        assertThat(context.getLogger("io.sipcast.A").getEffectiveLevel()).isEqualTo(Level.DEBUG);
        assertThat(context.getLogger("ffmpeg").getEffectiveLevel()).isEqualTo(Level.DEBUG);
        assertThat(context.getLogger("io.netty.B").getEffectiveLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void writesOneLineForEachEvent() {
        new LogSetup(Level.INFO, "System.err").setUp(context);
        var console =
                (ConsoleAppender<ILoggingEvent>)
                        context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("CONSOLE");
        var event =
                new LoggingEvent(
                        LogSetupTest.class.getName(),
                        context.getLogger("io.sipcast.A"),
                        Level.INFO,
                        "line\r\nforged",
                        null,
                        null);

        assertThat(console.isStarted()).isTrue();
        assertThat(console.getTarget()).isEqualTo("System.err");
        assertThat(new String(console.getEncoder().encode(event), UTF_8))
                .matches("[-0-9]{10} [:0-9]{8}\\.\\d{3} INFO  A {14}line forged\\R");
    }
}
