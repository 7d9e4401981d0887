package io.sipcast.ice.stun;

import io.sipcast.bytes.Bytes;
import io.sipcast.ice.TransportAddress;
import java.util.List;

/**
 * An attribute of a message. MESSAGE-INTEGRITY and FINGERPRINT are none of these: they are about
 * the bytes, see {@link StunIntegrity}.
 */
public sealed interface StunAttribute {
    /** Types below this must be understood, RFC 8489 §5. */
    int FIRST_OPTIONAL = 0x8000;

    int type();

    /** Whom the request is for and who makes it, with a colon between, RFC 8445 §7.2.2. */
    record Username(String value) implements StunAttribute {
        static final int TYPE = 0x0006;

        @Override
        public int type() {
            return TYPE;
        }
    }

    /** Why there is no success, RFC 8489 §14.8. */
    record ErrorCode(int code, String reason) implements StunAttribute {
        public static final int BAD_REQUEST = 400;
        public static final int UNAUTHENTICATED = 401;
        public static final int UNKNOWN_ATTRIBUTE = 420;
        public static final int ROLE_CONFLICT = 487;

        static final int TYPE = 0x0009;

        public ErrorCode {
            if (code < 300 || code > 699) {
                throw new IllegalArgumentException("error code " + code);
            }
        }

        @Override
        public int type() {
            return TYPE;
        }
    }

    /** The types that a 420 is about. */
    record UnknownAttributes(List<Integer> types) implements StunAttribute {
        static final int TYPE = 0x000A;

        public UnknownAttributes {
            types = List.copyOf(types);
        }

        @Override
        public int type() {
            return TYPE;
        }
    }

    /** Where a request came from, as the one that answers it saw it. */
    record XorMappedAddress(TransportAddress address) implements StunAttribute {
        static final int TYPE = 0x0020;

        @Override
        public int type() {
            return TYPE;
        }
    }

    /** Of the candidate that this check would make known, RFC 8445 §7.1.1; unsigned. */
    record Priority(int value) implements StunAttribute {
        static final int TYPE = 0x0024;

        @Override
        public int type() {
            return TYPE;
        }
    }

    /** The pair is nominated, RFC 8445 §7.1.2. */
    record UseCandidate() implements StunAttribute {
        static final int TYPE = 0x0025;

        @Override
        public int type() {
            return TYPE;
        }
    }

    /** The sender's role, RFC 8445 §7.1.3; the tie-breaker is unsigned. */
    record IceControlled(long tieBreaker) implements StunAttribute {
        static final int TYPE = 0x8029;

        @Override
        public int type() {
            return TYPE;
        }
    }

    /** The sender's role, RFC 8445 §7.1.3; the tie-breaker is unsigned. */
    record IceControlling(long tieBreaker) implements StunAttribute {
        static final int TYPE = 0x802A;

        @Override
        public int type() {
            return TYPE;
        }
    }

    /** What the sender is, for a person. */
    record Software(String value) implements StunAttribute {
        static final int TYPE = 0x8022;

        @Override
        public int type() {
            return TYPE;
        }
    }

    /** Any other, as it came. */
    record Other(int type, Bytes value) implements StunAttribute {}
}
