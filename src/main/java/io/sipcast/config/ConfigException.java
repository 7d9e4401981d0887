package io.sipcast.config;

import java.util.List;

/** The configuration can't be used; the message has a line for each reason. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    ConfigException(List<String> faults) {
        super(String.join("\n", faults));
    }
}
