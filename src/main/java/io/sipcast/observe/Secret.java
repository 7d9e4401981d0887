package io.sipcast.observe;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that no log, answer or error message may show. Printing it prints stars. */
public final class Secret {
    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    /** The text itself, for the one place that needs it. */
    public String reveal() {
        return text;
    }

    /** Compares in a time that tells nothing about where the two differ. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(
                text.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && matches(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
