package io.sipcast.sdp;

import java.util.Optional;

/** The media we take, and how we take them. */
public enum Kind {
    /** Silence is sent: bridges hang up on a line that is dead. */
    AUDIO("audio", Direction.SENDRECV),
    /** A side that negotiates sending and does not send keeps NATs and SBCs waiting. */
    VIDEO("video", Direction.RECVONLY);

    private final String type;
    private final Direction direction;

    Kind(String type, Direction direction) {
        this.type = type;
        this.direction = direction;
    }

    static Optional<Kind> of(Medium medium) {
        for (Kind kind : values()) {
            if (kind.type.equals(medium.type())) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** As in the m= line. */
    String type() {
        return type;
    }

    /** The most we do. */
    Direction direction() {
        return direction;
    }
}
