package io.sipcast.rtmp;

/**
 * How far what we send has come.
 *
 * @param goneBytes a count that grows with every byte that is certainly away: that the other host
 *     has acknowledged, or, where the system doesn't tell, that has left our own buffers
 * @param waiting for what the rest waits
 */
public record SendProgress(long goneBytes, Waiting waiting) {
    /** What keeps bytes from leaving. */
    public enum Waiting {
        /** Nothing is left to leave. */
        NOTHING,
        /** The other host has no room: who should read there does not. */
        FOR_READER,
        /** The way, or the other host; or we can't know. */
        FOR_NETWORK
    }
}
