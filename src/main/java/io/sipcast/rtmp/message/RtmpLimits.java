package io.sipcast.rtmp.message;

import java.time.Duration;

/**
 * What one connection allows itself and its peer.
 *
 * @param maxMessageSize bytes of the longest message taken
 * @param chunkSize bytes of our own chunks
 * @param windowAckSize bytes after which the peer shall acknowledge
 * @param answerTimeout how long a peer may take for the handshake, and for each answer
 * @param idleTimeout how long a connection may be silent, after a ping in the middle of it
 */
public record RtmpLimits(
        int maxMessageSize,
        int chunkSize,
        int windowAckSize,
        Duration answerTimeout,
        Duration idleTimeout) {
    public static final RtmpLimits DEFAULT =
            new RtmpLimits(
                    8 * 1024 * 1024,
                    4096,
                    2_500_000,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60));

    public RtmpLimits withAnswerTimeout(Duration timeout) {
        return new RtmpLimits(maxMessageSize, chunkSize, windowAckSize, timeout, idleTimeout);
    }

    /** With these times. */
    public RtmpLimits with(Duration newAnswerTimeout, Duration newIdleTimeout) {
        return new RtmpLimits(
                maxMessageSize, chunkSize, windowAckSize, newAnswerTimeout, newIdleTimeout);
    }
}
