package io.sipcast.peer;

import gov.nist.core.StackLogger;
import java.util.Properties;

/** JAIN SIP insists on log4j unless it is given loggers of another kind. */
public final class QuietStackLogger implements StackLogger {
    @Override
    public void logStackTrace() {}

    @Override
    public void logStackTrace(int level) {}

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void logException(Throwable e) {}

    @Override
    public void logDebug(String message) {}

    @Override
    public void logDebug(String message, Exception e) {}

    @Override
    public void logTrace(String message) {}

    @Override
    public void logFatalError(String message) {}

    @Override
    public void logError(String message) {}

    @Override
    public void logError(String message, Exception e) {}

    @Override
    public boolean isLoggingEnabled() {
        return false;
    }

    @Override
    public boolean isLoggingEnabled(int level) {
        return false;
    }

    @Override
    public void logWarning(String message) {}

    @Override
    public void logInfo(String message) {}

    @Override
    public void disableLogging() {}

    @Override
    public void enableLogging() {}

    @Override
    public void setBuildTimeStamp(String stamp) {}

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public String getLoggerName() {
        return "quiet";
    }
}
