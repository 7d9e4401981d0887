package io.sipcast.call;

/** The states of a call as the reference names them. */
public enum CallStatus {
    /** Accepted, nothing sent yet. */
    NEW,
    /** Registering, or INVITE sent and nothing heard. */
    PENDING,
    TRYING,
    RING,
    /** 18x without SDP other than 180. */
    SESSION_PROGRESS,
    /** 18x with SDP: early media. */
    RING_MEDIA,
    ESTABLISHED,
    HOLD,
    BUSY,
    FINISH,
    FAILED;

    public boolean ended() {
        return switch (this) {
            case BUSY, FINISH, FAILED -> true;
            case NEW, PENDING, TRYING, RING, SESSION_PROGRESS, RING_MEDIA, ESTABLISHED, HOLD ->
                    false;
        };
    }
}
