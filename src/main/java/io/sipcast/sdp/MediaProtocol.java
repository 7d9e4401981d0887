package io.sipcast.sdp;

import java.util.Locale;
import java.util.Optional;

/** The protocols of an m= line that we know: RFC 3551, RFC 4585, RFC 3711, RFC 5124, RFC 5764. */
enum MediaProtocol {
    AVP("RTP/AVP", false),
    AVPF("RTP/AVPF", false),
    SAVP("RTP/SAVP", true),
    SAVPF("RTP/SAVPF", true),
    DTLS_SAVP("UDP/TLS/RTP/SAVP", true),
    DTLS_SAVPF("UDP/TLS/RTP/SAVPF", true);

    private final String token;
    private final boolean secure;

    MediaProtocol(String token, boolean secure) {
        this.token = token;
        this.secure = secure;
    }

    static Optional<MediaProtocol> parse(String text) {
        for (MediaProtocol protocol : values()) {
            if (protocol.token.equals(text.toUpperCase(Locale.ROOT))) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }

    String token() {
        return token;
    }

    /** Whether it may not be anything but encrypted. */
    boolean secure() {
        return secure;
    }

    /** Whether its keys come by DTLS. */
    boolean dtls() {
        return this == DTLS_SAVP || this == DTLS_SAVPF;
    }
}
