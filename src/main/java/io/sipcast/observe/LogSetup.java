package io.sipcast.observe;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * The log as {@link Logs} has it, which logback finds as a service; a {@code logback.xml} or the
 * file that {@code logback.configurationFile} names goes before. In Java, as to read a file for it
 * took a twentieth of a start.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    /** One line for each event; a line break that a peer smuggled in is a space. */
    private static final String LINE =
            "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %-14logger{0} %replace(%msg){'[\\r\\n]+', ' '}%n";

    private final Level level;
    private final String target;

    /** For logback. */
    public LogSetup() {
        this(Logs.level(), Logs.target());
    }

    LogSetup(Level level, String target) {
        this.level = level;
        this.target = target;
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (hasFile()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        setUp(context);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Services come before the files, whatever their rank is. */
    private static boolean hasFile() {
        return System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null
                || LogSetup.class.getResource("/" + ClassicConstants.AUTOCONFIG_FILE) != null;
    }

    void setUp(LoggerContext context) {
        context.getLogger("io.sipcast").setLevel(level);
        context.getLogger("ffmpeg").setLevel(level);
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN); // libraries are only heard when something is wrong
        root.addAppender(console(context));
    }

    private Appender<ILoggingEvent> console(LoggerContext context) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(LINE);
        encoder.start();
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(context);
        console.setName("CONSOLE");
        console.setTarget(target);
        console.setEncoder(encoder);
        console.start();
        return console;
    }
}
