package io.sipcast.observe;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the warnings of libraries that use java.util.logging to our own log, and silences the rest.
 */
public final class JavaLogging extends Handler {
    private final SimpleFormatter formatter = new SimpleFormatter();

    private JavaLogging() {
        setLevel(Level.WARNING);
    }

    public static void redirect() {
        LogManager.getLogManager().reset();
        var root = java.util.logging.Logger.getLogger("");
        root.setLevel(Level.WARNING);
        root.addHandler(new JavaLogging());
    }

    @Override
    public void publish(LogRecord event) {
        if (!isLoggable(event)) {
            return;
        }
        Logger logger = LoggerFactory.getLogger(String.valueOf(event.getLoggerName()));
        String message = formatter.formatMessage(event);
        if (event.getLevel().intValue() >= Level.SEVERE.intValue()) {
            logger.error(message, event.getThrown());
        } else {
            logger.warn(message, event.getThrown());
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
