package io.sipcast.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The vectors of RFC 3711 appendix B, RFC 6188 §7 and RFC 7714 §16 and §17. */
class TransformTest {
    private static final byte[] COUNTER_SALT = hex("f0f1f2f3f4f5f6f7f8f9fafbfcfd");
    private static final byte[] QUID_PRO_QUO = hex("517569642070726f2071756f");
    private static final byte[] GALLIA =
            hex(
                    "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e697320646976"
                            + "69736120696e207061727465732074726573");
    private static final byte[] SENDER_REPORT =
            hex(
                    "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61"
                            + "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef");

    @Test
    void aes128CountsAsInRfc3711() {
        assertKeyStream(
                "2b7e151628aed2a6abf7158809cf4f3c",
                "e03ead0935c95e80e166b16dd92b4eb4d23513162b02d0f72a43a2fe4a5f97ab"
                        + "41e95b3bb0a2e8dd477901e4fca894c0");
    }

    @Test
    void aes256CountsAsInRfc6188() {
        assertKeyStream(
                "57f82fe3613fd170a85ec93c40b1f0922ec4cb0dc025b58272147cc438944a98",
                "92bdd28a93c3f52511c677d08b5515a49da71b2378a854f67050756ded165bac"
                        + "63c4868b7096d88421b563b8c94c9a31");
    }

    private static void assertKeyStream(String key, String expected) {
        byte[] stream = new byte[48];
        new AesBlocks(hex(key))
                .apply(Ivs.high(COUNTER_SALT), Ivs.low(COUNTER_SALT), stream, stream, 0, 48);
        assertThat(stream).isEqualTo(hex(expected));
    }

    @Test
    void derivesTheKeysOfRfc3711() {
        assertDerived(
                SrtpSuite.AES_CM_128_HMAC_SHA1_80,
                "e1f97a0d3e018be0d64fa32c06de41390ec675ad498afeebb6960b3aabe6",
                "c61e7a93744f39ee10734afe3ff7a087",
                "cebe321f6ff7716b6fd4ab49af256a156d38baa4",
                "30cbbc08863d8c85d49db34a9ae1");
    }

    @Test
    void derivesTheKeysOfRfc6188() {
        assertDerived(
                SrtpSuite.AES_256_CM_HMAC_SHA1_80,
                "f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6"
                        + "3b04803de51ee7c96423ab5b78d2",
                "5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4",
                "fd9c32d39ed5fbb5a9dc96b30818454d1313dc05",
                "fa31791685ca444a9e07c6c64e93");
        assertDerived(
                SrtpSuite.AES_192_CM_HMAC_SHA1_80,
                "73edc66c4fa15776fb57f9505c17136550ffda71f3e8e5f1" + "c8522f3acd4ce86d5add78edbb11",
                "31874736a8f1143870c26e4857d8a5b2c4a354407faadabb",
                "355b10973cd95b9eacf4061c7e1a7151e7cfbfcb",
                "2372b82d639b6d8503a47adc0a6c");
    }

    private static void assertDerived(
            SrtpSuite suite, String master, String encryption, String authentication, String salt) {
        SessionKeys keys = SessionKeys.ofRtp(new MasterKey(suite, hex(master)));
        assertThat(keys.encryption()).isEqualTo(hex(encryption));
        assertThat(keys.authentication()).isEqualTo(hex(authentication));
        assertThat(keys.salt()).isEqualTo(hex(salt));
    }

    @Test
    void sealsAndOpensTheRtpOfRfc7714() {
        assertRtp(
                16,
                "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd5"
                        + "0d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee439"
                        + "0cce");
        assertRtp(
                32,
                "8040f17b8041f8d35501a0b232b1de78a822fe12ef9f78fa332e33aab1801238"
                        + "9a58e2f3b50b2a0276ffae0f1ba63799b87b7aa3db36dfffd6b0f9bb7878d7a7"
                        + "6c13");
    }

    private static void assertRtp(int keyBytes, String sealed) {
        GaloisMode gcm = gcm(keyBytes);
        byte[] out = new byte[200];
        int length = gcm.sealRtp(GALLIA, GALLIA.length, 12, 0x5501a0b2, 0xf17b, out);
        assertThat(Arrays.copyOf(out, length)).isEqualTo(hex(sealed));

        byte[] opened = new byte[200];
        int plain = gcm.openRtp(out, length, 12, 0x5501a0b2, 0xf17b, opened);
        assertThat(Arrays.copyOf(opened, plain)).isEqualTo(GALLIA);
    }

    @Test
    void sealsAndOpensTheRtcpOfRfc7714() {
        GaloisMode gcm = gcm(16);
        byte[] out = new byte[200];
        int length = gcm.sealRtcp(SENDER_REPORT, SENDER_REPORT.length, 0x4d617273, 0x5d4, out);
        assertThat(Arrays.copyOf(out, length))
                .isEqualTo(
                        hex(
                                "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f7"
                                        + "6c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275bc84aa458"
                                        + "96cf4d2fc5abf87245d9eade800005d4"));

        byte[] opened = new byte[200];
        int plain = gcm.openRtcp(out, length, 0x4d617273, gcm.trailer(out, length), opened);
        assertThat(Arrays.copyOf(opened, plain)).isEqualTo(SENDER_REPORT);
    }

    private static GaloisMode gcm(int keyBytes) {
        byte[] key = new byte[keyBytes];
        for (int i = 0; i < keyBytes; i++) {
            key[i] = (byte) i;
        }
        var keys = new SessionKeys(key, new byte[0], QUID_PRO_QUO);
        return new GaloisMode(keys, keys);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
