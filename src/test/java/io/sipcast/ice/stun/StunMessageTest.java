package io.sipcast.ice.stun;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.ice.TransportAddress;
import io.sipcast.ice.stun.StunAttribute.ErrorCode;
import io.sipcast.ice.stun.StunAttribute.IceControlled;
import io.sipcast.ice.stun.StunAttribute.IceControlling;
import io.sipcast.ice.stun.StunAttribute.Other;
import io.sipcast.ice.stun.StunAttribute.Priority;
import io.sipcast.ice.stun.StunAttribute.Software;
import io.sipcast.ice.stun.StunAttribute.UnknownAttributes;
import io.sipcast.ice.stun.StunAttribute.UseCandidate;
import io.sipcast.ice.stun.StunAttribute.Username;
import io.sipcast.ice.stun.StunAttribute.XorMappedAddress;
import io.sipcast.sip.route.IpAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors of RFC 5769, then everything both ways, then noise. */
class StunMessageTest {
    private static final byte[] KEY = StunIntegrity.key("VOkJxbRl1RmTxUk/WvJxBt");
    private static final String REQUEST =
            """
            00 01 00 58 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
            80 22 00 10 53 54 55 4e 20 74 65 73 74 20 63 6c 69 65 6e 74
            00 24 00 04 6e 00 01 ff
            80 29 00 08 93 2f f9 b1 51 26 3b 36
            00 06 00 09 65 76 74 6a 3a 68 36 76 59 20 20 20
            00 08 00 14 9a ea a7 0c bf d8 cb 56 78 1e f2 b5 b2 d3 f2 49 c1 b5 71 a2
            80 28 00 04 e5 7a 3b cf
            """;
    private static final String IPV4_ANSWER =
            """
            01 01 00 3c 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
            80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 20
            00 20 00 08 00 01 a1 47 e1 12 a6 43
            00 08 00 14 2b 91 f5 99 fd 9e 90 c3 8c 74 89 f9 2a f9 ba 53 f0 6b e7 d7
            80 28 00 04 c0 7d 4c 96
            """;
    private static final String IPV6_ANSWER =
            """
            01 01 00 48 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
            80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 20
            00 20 00 14 00 02 a1 47 01 13 a9 fa a5 d3 f1 79 bc 25 f4 b5 be d2 b9 d9
            00 08 00 14 a3 82 95 4e 4b e6 7b f1 17 84 c9 7c 82 92 c2 75 bf e3 ed 41
            80 28 00 04 c8 fb 0b 4c
            """;
    private static final String LONG_TERM_REQUEST =
            """
            00 01 00 60 21 12 a4 42 78 ad 34 33 c6 ad 72 c0 29 da 41 2e
            00 06 00 12 e3 83 9e e3 83 88 e3 83 aa e3 83 83 e3 82 af e3 82 b9 00 00
            00 15 00 1c 66 2f 2f 34 39 39 6b 39 35 34 64 36 4f 4c 33 34 6f 4c 39 46 53 54 76 79
            36 34 73 41
            00 14 00 0b 65 78 61 6d 70 6c 65 2e 6f 72 67 00
            00 08 00 14 f6 70 24 65 6d d6 4a 3e 02 b8 e0 71 2e 85 c9 a2 8c a8 96 66
            """;
    private static final Bytes ID =
            Bytes.copyOf(HexFormat.of().parseHex("b7e7a701bc34d686fa87dfae"));

    static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }

    @Test
    void readsTheSampleRequest() {
        StunMessage request = StunMessage.read(bytes(REQUEST));

        assertThat(request)
                .isEqualTo(
                        new StunMessage(
                                StunClass.REQUEST,
                                StunMessage.BINDING,
                                ID,
                                List.of(
                                        new Software("STUN test client"),
                                        new Priority(0x6E0001FF),
                                        new IceControlled(0x932FF9B151263B36L),
                                        new Username("evtj:h6vY"))));
        assertThat(StunIntegrity.of(bytes(REQUEST))).isEqualTo(StunIntegrity.SHA1);
        assertThat(StunIntegrity.SHA1.verify(bytes(REQUEST), KEY)).isTrue();
        assertThat(StunIntegrity.SHA1.verify(bytes(REQUEST), StunIntegrity.key("other"))).isFalse();
    }

    @ParameterizedTest
    @MethodSource
    void readsTheSampleAnswers(String hex, String address) {
        StunMessage answer = StunMessage.read(bytes(hex));

        assertThat(answer.kind()).isEqualTo(StunClass.SUCCESS);
        assertThat(Objects.requireNonNull(answer.find(XorMappedAddress.class)).address())
                .hasToString(address);
        assertThat(StunIntegrity.SHA1.verify(bytes(hex), KEY)).isTrue();
    }

    static Stream<List<String>> answers() {
        return Stream.of(
                List.of(IPV4_ANSWER, "192.0.2.1:32853"),
                List.of(IPV6_ANSWER, "[2001:db8:1234:5678:11:2233:4455:6677]:32853"));
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> readsTheSampleAnswers() {
        return answers().map(List::toArray).map(org.junit.jupiter.params.provider.Arguments::of);
    }

    @Test
    void knowsTheIntegrityOfALongTermCredentialFromItsKey() throws Exception {
        byte[] key =
                MessageDigest.getInstance("MD5")
                        .digest("マトリックス:example.org:TheMatrIX".getBytes(UTF_8));

        assertThat(StunIntegrity.SHA1.verify(bytes(LONG_TERM_REQUEST), key)).isTrue();
        assertThat(StunMessage.read(bytes(LONG_TERM_REQUEST)).notUnderstood()).isEmpty();
    }

    static Stream<StunMessage> messages() {
        return Stream.of(
                message(StunClass.REQUEST, new Username("a:b"), new UseCandidate()),
                message(StunClass.REQUEST, new IceControlling(-1), new Priority(-1)),
                message(StunClass.INDICATION),
                message(StunClass.SUCCESS, mapped("203.0.113.9", 65_535)),
                message(StunClass.SUCCESS, mapped("2001:db8::9", 1)),
                message(StunClass.ERROR, new ErrorCode(487, "Role Conflict")),
                message(
                        StunClass.ERROR,
                        new ErrorCode(420, ""),
                        new UnknownAttributes(List.of(0x7777, 2, 0x7FFF))),
                message(
                        StunClass.REQUEST,
                        new Other(0x7777, Bytes.copyOf(new byte[] {1, 2, 3})),
                        new Other(0xC001, Bytes.copyOf(new byte[0]))),
                new StunMessage(StunClass.ERROR, 0xFFF, ID, List.of()),
                new StunMessage(StunClass.INDICATION, 0xA5A, ID, List.of()));
    }

    private static StunMessage message(StunClass kind, StunAttribute... attributes) {
        return new StunMessage(kind, StunMessage.BINDING, ID, List.of(attributes));
    }

    private static XorMappedAddress mapped(String ip, int port) {
        return new XorMappedAddress(
                new TransportAddress(Objects.requireNonNull(IpAddress.parse(ip)), port));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsWrittenReadsTheSame(StunMessage message) {
        for (StunIntegrity integrity : StunIntegrity.values()) {
            ByteBuffer datagram = ByteBuffer.wrap(integrity.protect(message, KEY));
            assertThat(StunMessage.isStun(datagram))
                    .isEqualTo(message.method() == StunMessage.BINDING);
            assertThat(StunMessage.read(datagram)).isEqualTo(message);
            assertThat(StunIntegrity.of(datagram)).isEqualTo(integrity);
            assertThat(integrity.verify(datagram, KEY)).isTrue();
        }
        ByteBuffer bare = ByteBuffer.wrap(StunIntegrity.unprotected(message));
        assertThat(StunMessage.read(bare)).isEqualTo(message);
        assertThat(StunIntegrity.of(bare)).isNull();
        assertThat(StunIntegrity.SHA1.verify(bare, KEY)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(StunIntegrity.class)
    void noBitCanBeTurnedUnnoticed(StunIntegrity integrity) {
        byte[] good = integrity.protect(message(StunClass.REQUEST, new Username("a:b")), KEY);
        int fingerprint = good.length - 8; // its header may be another's, that means nothing
        for (int bit = 0; bit < 8 * good.length; bit += bit == 8 * fingerprint - 1 ? 33 : 1) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(isAuthentic(ByteBuffer.wrap(bad))).as("bit " + bit).isFalse();
        }
        assertThat(isAuthentic(ByteBuffer.wrap(good))).isTrue();
    }

    private static boolean isAuthentic(ByteBuffer datagram) {
        try {
            StunMessage.read(datagram);
        } catch (ProtocolException _) {
            return false;
        }
        StunIntegrity integrity = StunIntegrity.of(datagram);
        return integrity != null && integrity.verify(datagram, KEY);
    }

    @Test
    void whatFollowsTheIntegrityIsNotBelieved() {
        byte[] whole = StunIntegrity.SHA1.protect(message(StunClass.REQUEST), KEY);
        ByteBuffer forged =
                ByteBuffer.allocate(whole.length - 8 + 4)
                        .put(whole, 0, whole.length - 8)
                        .putShort((short) UseCandidate.TYPE)
                        .putShort((short) 0)
                        .flip();
        forged.putShort(2, (short) (forged.limit() - StunMessage.HEADER_SIZE));

        assertThat(StunMessage.read(forged).attributes()).isEmpty();
    }

    @Test
    void namesWhatMustBeUnderstoodAndIsNot() {
        StunMessage message =
                message(
                        StunClass.REQUEST,
                        new Other(0x7777, Bytes.copyOf(new byte[4])),
                        new Other(0x0014, Bytes.copyOf(new byte[4])), // REALM
                        new Other(0x8777, Bytes.copyOf(new byte[4])));
        assertThat(message.notUnderstood()).containsExactly(0x7777);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00 01",
                "00 01 00 00 21 12 a4 43 00 00 00 00 00 00 00 00 00 00 00 00", // another cookie
                "00 01 00 04 21 12 a4 42 00 00 00 00 00 00 00 00 00 00 00 00", // cut off
                "00 01 00 00 21 12 a4 42 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
                "80 01 00 00 21 12 a4 42 00 00 00 00 00 00 00 00 00 00 00 00", // as RTP begins
                "00 01 00 04 21 12 a4 42 00 00 00 00 00 00 00 00 00 00 00 00 00 06 00 08",
                "00 01 00 04 21 12 a4 42 00 00 00 00 00 00 00 00 00 00 00 00 00 24 00 00",
                "01 11 00 08 21 12 a4 42 00 00 00 00 00 00 00 00 00 00 00 00 00 09 00 04 00 00 09"
                        + " 00",
                "01 01 00 08 21 12 a4 42 00 00 00 00 00 00 00 00 00 00 00 00 00 20 00 04 00 03 00"
                        + " 00",
            })
    void refusesWhatIsNoMessage(String hex) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> StunMessage.read(bytes(hex)));
    }

    /** Damaged vectors are read or refused, and nothing else. */
    @Test
    void noiseIsReadOrRefused() {
        Random random = new Random(5769);
        List<byte[]> seeds =
                Stream.of(REQUEST, IPV4_ANSWER, IPV6_ANSWER, LONG_TERM_REQUEST)
                        .map(hex -> bytes(hex).array())
                        .toList();
        for (int i = 0; i < 20_000; i++) {
            byte[] noisy = seeds.get(random.nextInt(seeds.size())).clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                noisy[random.nextInt(noisy.length)] = (byte) random.nextInt();
            }
            ByteBuffer datagram = ByteBuffer.wrap(noisy, 0, random.nextInt(noisy.length + 1));
            try {
                StunMessage message = StunMessage.read(datagram);
                assertThat(StunMessage.read(ByteBuffer.wrap(message.writeBare())))
                        .isEqualTo(message);
            } catch (ProtocolException _) {
                // that is all that may happen
            }
        }
    }
}
