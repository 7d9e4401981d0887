package io.sipcast.demo;

import io.sipcast.rtmp.codec.h264.AnnexB;
import io.sipcast.rtp.payload.H264Packetizer;
import io.sipcast.transcode.H264Encoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The test card as H.264 constrained baseline, 640x360 at 25 pictures a second: a loop that begins
 * each second with a key frame, and has a white flash of 120 ms in the midst of it: key frames are
 * what small pictures and pauses show. Encoded once in a process, cut into RTP payloads once; all
 * calls share the bytes.
 */
public final class TestCard {
    public static final int WIDTH = 640;
    public static final int HEIGHT = 360;
    public static final int PICTURES_PER_SECOND = 25;

    /** Pictures of the loop. */
    public static final int PICTURES = 4 * PICTURES_PER_SECOND;

    static final int FLASH_PICTURES = 3;

    /** In each second, as the beep. */
    static final int FIRST_FLASH_PICTURE = 12;

    private static final int BITRATE_BPS = 700_000;

    private final List<byte[]> accessUnits = new ArrayList<>();
    private final List<List<byte[]>> payloads = new ArrayList<>();

    private TestCard(int packetizationMode) {
        int maxNal = packetizationMode == 0 ? H264Packetizer.DEFAULT_MAX_PAYLOAD : 0;
        var painter = new TestCardPainter();
        var packetizer = new H264Packetizer(H264Packetizer.DEFAULT_MAX_PAYLOAD, packetizationMode);
        try (var encoder =
                new H264Encoder(WIDTH, HEIGHT, PICTURES_PER_SECOND, BITRATE_BPS, maxNal)) {
            for (int i = 0; i < PICTURES; i++) {
                byte[] unit = encoder.encode(painter.paint(i), i % PICTURES_PER_SECOND == 0);
                accessUnits.add(unit);
                payloads.add(cut(packetizer, unit));
            }
        }
    }

    private static List<byte[]> cut(H264Packetizer packetizer, byte[] unit) {
        List<byte[]> cut = new ArrayList<>();
        packetizer.packetize(AnnexB.toAvcc(unit), (payload, _) -> cut.add(copy(payload)));
        return cut;
    }

    private static byte[] copy(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return bytes;
    }

    private static final class Mode1 {
        static final TestCard CARD = new TestCard(1);
    }

    private static final class Mode0 {
        static final TestCard CARD = new TestCard(0);
    }

    /**
     * The loop for a packetization-mode. The first time this takes most of a second.
     *
     * @param packetizationMode 1: one slice a picture; 0: each slice fits a packet
     */
    public static TestCard forMode(int packetizationMode) {
        return packetizationMode == 0 ? Mode0.CARD : Mode1.CARD;
    }

    /** The pictures of one loop as byte streams; not to be changed. */
    public List<byte[]> accessUnits() {
        return List.copyOf(accessUnits);
    }

    /** The RTP payloads of a picture; the marker goes on the last one. */
    List<byte[]> payloads(int picture) {
        return payloads.get(picture);
    }
}
