package io.sipcast.ice;

import java.util.Optional;

/** How a candidate was found, RFC 8445 §5.1.1. */
public enum CandidateType {
    HOST("host", 126),
    PEER_REFLEXIVE("prflx", 110),
    SERVER_REFLEXIVE("srflx", 100),
    RELAYED("relay", 0);

    private final String token;
    private final int preference;

    CandidateType(String token, int preference) {
        this.token = token;
        this.preference = preference;
    }

    /** As in SDP. */
    public String token() {
        return token;
    }

    static Optional<CandidateType> of(String token) {
        for (CandidateType type : values()) {
            if (type.token.equals(token)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The priority of an agent's only candidate of this type, RFC 8445 §5.1.2.1. */
    public long priority(int component) {
        return ((long) preference << 24) | (0xFFFF << 8) | (256 - component);
    }
}
