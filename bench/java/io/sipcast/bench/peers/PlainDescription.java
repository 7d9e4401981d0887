package io.sipcast.bench.peers;

import io.sipcast.sdp.Encoding;

/** What a receiver without SIP has to know, as SDP: ffmpeg reads it from a file. */
final class PlainDescription {
    static final int PCMU = 0;
    static final int OPUS = 97;
    static final int PICTURES = 96;

    private PlainDescription() {}

    static int soundType(Load load) {
        return load.sound().encoding() == Encoding.OPUS ? OPUS : PCMU;
    }

    /**
     * Describes a call.
     *
     * @param audioPort where the receiver listens for sound; for pictures two above
     */
    static String of(Load load, int audioPort) {
        StringBuilder sdp = new StringBuilder(512);
        sdp.append("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n");
        Encoding sound = load.sound().encoding();
        String channels = sound == Encoding.OPUS ? "/2" : "";
        media(sdp, "audio", audioPort, soundType(load), rtpMap(sound) + channels);
        sdp.append("a=ptime:20\r\n");
        PictureLoop pictures = load.pictures();
        if (pictures != null) {
            Encoding encoding = CallTerms.encoding(pictures.codec());
            media(sdp, "video", audioPort + 2, PICTURES, rtpMap(encoding));
            if (encoding == Encoding.H264) {
                sdp.append(
                        "a=fmtp:%d packetization-mode=1;%s\r\n"
                                .formatted(PICTURES, pictures.parameters()));
            }
        }
        return sdp.toString();
    }

    private static String rtpMap(Encoding encoding) {
        return encoding.sdpName() + "/" + encoding.clockRateHz();
    }

    private static void media(StringBuilder sdp, String kind, int port, int type, String map) {
        sdp.append(
                "m=%s %d RTP/AVP %d\r\na=rtpmap:%d %s\r\na=recvonly\r\n"
                        .formatted(kind, port, type, type, map));
    }
}
