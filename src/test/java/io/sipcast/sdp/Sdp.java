package io.sipcast.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Descriptions as a test writes them: with plain line ends. */
final class Sdp {
    static final String HEAD =
            """
            v=0
            o=bob 2890844730 7 IN IP4 198.51.100.1
            s=-
            c=IN IP4 198.51.100.1
            t=0 0
            """;
    static final LocalMedia.Port AUDIO = LocalMedia.Port.pair(10_000);
    static final LocalMedia.Port VIDEO = LocalMedia.Port.pair(10_002);
    static final LocalMedia BOTH = local(AUDIO, VIDEO);
    static final long SESSION = 4711;

    private Sdp() {}

    static LocalMedia local(LocalMedia.@Nullable Port audio, LocalMedia.@Nullable Port video) {
        return new LocalMedia("192.0.2.1", audio, video);
    }

    static SessionDescription parse(String text) {
        return SessionDescription.parse(text.replace("\n", "\r\n").getBytes(UTF_8));
    }

    /** A description of the peer, with these media. */
    static SessionDescription remote(String media) {
        return parse(HEAD + media);
    }
}
