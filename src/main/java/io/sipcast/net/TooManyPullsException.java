package io.sipcast.net;

import java.io.IOException;

/** As many streams of other servers are played as this node takes; the message is for the user. */
public final class TooManyPullsException extends IOException {
    private static final long serialVersionUID = 1L;

    TooManyPullsException(int most) {
        super(
                "There are "
                        + most
                        + " pulls, as many as a node takes. Try again when some have ended.");
    }
}
