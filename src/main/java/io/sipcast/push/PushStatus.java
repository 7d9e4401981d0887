package io.sipcast.push;

/** What a push says of itself. The names are those of {@code rtmpStreamStatus}. */
public enum PushStatus {
    /** The stream is not there yet, the push is connecting, or it is between two attempts. */
    PENDING,
    PUBLISHING,
    /** Given up: no retry would help, or there were enough of them. */
    FAILED,
    /** Ended by its owner or with its stream. */
    STOPPED
}
