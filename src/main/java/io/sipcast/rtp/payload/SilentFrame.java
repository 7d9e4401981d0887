package io.sipcast.rtp.payload;

import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The shortest piece of silence that an encoding can send, and how several make a packet. Frames of
 * speech codecs are what their encoders (G.729 and iLBC: a search with their decoders) make of
 * nothing but zero samples once they have come to rest; decoded over and over they stay within 12
 * of 32768.
 */
final class SilentFrame {
    /** What fits in a datagram that nobody cuts in pieces. */
    private static final int MAX_BYTES = 1200;

    private static final int SHORTEST = 10;
    private static final int SPEECH = 20;

    private static final String G729 = "785280a000fac20007d6";
    private static final String GSM =
            "d820a2e15a50004924924924500049249249245000492492492450004924924924";
    private static final String ILBC_20 =
            "ffa6340260500000000000000049ffffffffffffffffffffffffffffc99305ca958080801616";
    private static final String ILBC_30 =
            "ffa63ffa63201414000000000000000700014210fffffffffffffffffffffffffffff2850162c590"
                    + "10000001414161615856";
    private static final String SPEEX_8K =
            "2e9d1b9a2002017fffffffffff8100bfffffffffffc0805fffffffffffe0402ffffffffffff7";
    private static final String SPEEX_16K =
            "369d1b9a20080168e8e8e8e8e8e8e88400b47474747474747442005a3a3a3a3a3a3a3a21002d1d1d1d1d1d1d"
                    + "1d1b3b60ababababab0ababababab0ababababab0ababababab7";
    private static final String SPEEX_32K =
            "369d1b9a20080168e8e8e8e8e8e8e88400b47474747474747442005a3a3a3a3a3a3a3a21002d1d1d1d1d1d1d"
                    + "1d1b3b60ababababab0ababababab0ababababab0ababababab93b600000";

    /** By mode, in the form of storage (RFC 4867 §5.3). */
    private static final List<String> AMR =
            List.of(
                    "04ff18c7f06d0433ffe0000000",
                    "0cff18c7fffaffbabf3f7a03793a",
                    "14ffd4f9ffffe7ebf99ffaeebabc7eac",
                    "1cffacf3ffe0007c1643c3c3c000003c0000",
                    "24ff4de7e0001f3d01f0fc3f7718618600000000",
                    "2cc5a9cc001ff9ffe18266001fc003ffe820820000",
                    "34ffd9082780052856400000030000000000000000000000000000",
                    "3c48f51f966679e1e001e78af0000000c0000000000000000000000000000000");

    private static final List<String> AMR_WB =
            List.of(
                    "04003100299d0f2644f47adb008044859440",
                    "0c50000f000c18311d2ef5c912b87a80c3843700e380f380",
                    "14410400dddb7418311b2fe5c112ac7a8025015d1808288a2804abec282f8cb838",
                    "1c410030eeefb828311b6ce5c932b4ccd11d9c49622884c49b8f072f2a2cba64007a80e960",
                    "24410200bbbaec48311bedf5c132def7ee6c5891084a3000e00689a8600040240642980889349040"
                            + "60",
                    "2c410020ddd3740831192865c902ac0309caf8d422fc50a864052900260886a08a6d400479dc0d35"
                            + "0489541845d590",
                    "34410630fffbfe68311b6df5c122ea8e97bf953be187e1304c4a519df0246ee3080040b8c00000c5"
                            + "1a11640108704898681060",
                    "3c410020fffbfc08311f2ce5d932ef325527160008a9808213b94371b027e1005d75028400d0b186"
                            + "984a1d307448796992108782e74b260e907a90",
                    "44410430fff7fe78311f10006e65c132ddab3014d0fc858fa1e44a0012830b5f280104412b0e0a44"
                            + "c2e68a464280a681c002c0600017612782415a39e0");

    private final int millis;
    private final int most;
    private final IntFunction<byte[]> packing;

    private SilentFrame(int millis, int most, IntFunction<byte[]> packing) {
        this.millis = millis;
        this.most = most;
        this.packing = packing;
    }

    static SilentFrame of(AudioEncoding encoding, FormatParameters parameters) {
        return switch (encoding) {
            case PCMU -> filled(80, 0xFF);
            case PCMA -> filled(80, 0xD5);
            case G722 -> filled(80, 0xFD);
            case G726_16, AAL2_G726_16 -> inARow("00cf".repeat(10), SHORTEST);
            case G726_24, AAL2_G726_24 -> filled(30, 0xFF);
            case G726_32, AAL2_G726_32 -> filled(40, 0xFF);
            case G726_40, AAL2_G726_40 -> filled(50, 0xFF);
            case L16_8K, L16_16K, L16_44K, L16_48K -> linear(encoding, 1);
            case L16_44K_STEREO -> linear(encoding, 2);
            case G729 -> inARow(G729, 10);
            case GSM -> inARow(GSM, SPEECH);
            case ILBC -> isShort(parameters) ? inARow(ILBC_20, 20) : inARow(ILBC_30, 30);
            case SPEEX_8K -> alone(SPEEX_8K);
            case SPEEX_16K -> alone(SPEEX_16K);
            case SPEEX_32K -> alone(SPEEX_32K);
            case AMR -> amr(AMR, false, parameters);
            case AMR_WB -> amr(AMR_WB, true, parameters);
            case OPUS -> new SilentFrame(SPEECH, 1, _ -> OpusPacket.silence());
            case CN_8K, CN_16K -> throw new IllegalArgumentException(encoding + " is not sent");
        };
    }

    /** RFC 3952 §4.1: 30 ms unless it says 20. */
    private static boolean isShort(FormatParameters parameters) {
        return "20".equals(parameters.value("mode"));
    }

    private static SilentFrame linear(AudioEncoding encoding, int channels) {
        return filled(encoding.sampleRateHz() / 100 * 2 * channels, 0);
    }

    /** A byte for whatever there is of each sample. */
    private static SilentFrame filled(int size, int code) {
        byte[] frame = new byte[size];
        Arrays.fill(frame, (byte) code);
        return inARow(frame, SHORTEST);
    }

    private static SilentFrame inARow(String hex, int millis) {
        return inARow(HexFormat.of().parseHex(hex), millis);
    }

    private static SilentFrame inARow(byte[] frame, int millis) {
        int most = MAX_BYTES / frame.length;
        return new SilentFrame(millis, most, count -> repeat(frame, count));
    }

    private static byte[] repeat(byte[] frame, int count) {
        byte[] all = new byte[count * frame.length];
        for (int at = 0; at < all.length; at += frame.length) {
            System.arraycopy(frame, 0, all, at, frame.length);
        }
        return all;
    }

    /** Frames of Speex end within a byte: one a packet, whatever is wanted (RFC 5574 §3.3). */
    private static SilentFrame alone(String hex) {
        byte[] frame = HexFormat.of().parseHex(hex);
        return new SilentFrame(SPEECH, 1, _ -> frame);
    }

    /**
     * In the least mode that the peer takes, which no mode request of its can forbid: they are
     * about how much is sent at the most.
     */
    private static SilentFrame amr(List<String> modes, boolean wide, FormatParameters parameters) {
        int mode = new AmrModes(wide, parameters).least();
        byte[] frame = HexFormat.of().parseHex(modes.get(mode));
        var payload = new AmrPayload(wide, parameters.isOn("octet-align"));
        return new SilentFrame(
                SPEECH, 3, count -> payload.write(Collections.nCopies(count, frame)));
    }

    /** As many as a packet may have, 1 at the least. */
    int most() {
        return Math.max(1, most);
    }

    int millis() {
        return millis;
    }

    /** That many of them as one payload. */
    byte[] payload(int count) {
        return packing.apply(count);
    }
}
