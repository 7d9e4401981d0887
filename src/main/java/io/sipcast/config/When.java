package io.sipcast.config;

/** When something is done. */
public enum When {
    /** Where it is needed. */
    AUTO,
    ALWAYS,
    NEVER
}
