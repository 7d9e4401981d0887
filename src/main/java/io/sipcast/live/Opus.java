package io.sipcast.live;

/** Who gets sound that came as Opus as it is; everybody else gets AAC. */
public enum Opus {
    NOBODY,
    /** Whoever says that he takes it. */
    WHO_TAKES_IT,
    EVERYBODY;

    /** The same for a peer that takes it. */
    Opus taken() {
        return this == NOBODY ? NOBODY : EVERYBODY;
    }
}
