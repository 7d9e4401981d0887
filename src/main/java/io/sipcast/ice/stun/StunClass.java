package io.sipcast.ice.stun;

/** The class of a message, RFC 8489 §5. */
public enum StunClass {
    REQUEST(0),
    INDICATION(1),
    SUCCESS(2),
    ERROR(3);

    private final int bits;

    StunClass(int bits) {
        this.bits = bits;
    }

    /** The two bits C1 and C0. */
    int bits() {
        return bits;
    }

    static StunClass of(int bits) {
        return switch (bits) {
            case 0 -> REQUEST;
            case 1 -> INDICATION;
            case 2 -> SUCCESS;
            default -> ERROR;
        };
    }
}
