package io.sipcast.sdp;

import java.util.Optional;

/** The media we take. */
public enum Kind {
    AUDIO("audio"),
    VIDEO("video");

    private final String type;

    Kind(String type) {
        this.type = type;
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
}
