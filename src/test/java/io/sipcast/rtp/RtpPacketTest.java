package io.sipcast.rtp;

import static io.sipcast.rtp.TestPackets.unhex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class RtpPacketTest {
    /** One table for reading, writing and as seeds of the noise. */
    static final List<Vector> VECTORS =
            List.of(
                    new Vector(
                            "opus",
                            "806f 0001 00000280 deadbeef 0102",
                            new Fields(false, 111, 1, 640, 0xdeadbeef, "0102")),
                    new Vector(
                            "everything zero",
                            "8000 0000 00000000 00000000",
                            new Fields(false, 0, 0, 0, 0, "")),
                    new Vector(
                            "last packet of a picture, counters at their maximum",
                            "80e0 ffff ffffffff 00000001 ff",
                            new Fields(true, 96, 65535, 0xFFFF_FFFFL, 1, "ff")),
                    new Vector(
                            "padding",
                            "a000 0001 00000002 00000003 aabb 000003",
                            new Fields(false, 0, 1, 2, 3, "aabb")),
                    new Vector(
                            "nothing but padding",
                            "a000 0001 00000002 00000003 00000004",
                            new Fields(false, 0, 1, 2, 3, "")),
                    new Vector(
                            "two CSRCs",
                            "8200 0001 00000002 00000003 11111111 22222222 aabb",
                            new Fields(false, 0, 1, 2, 3, "aabb")),
                    new Vector(
                            "extension",
                            "9000 0001 00000002 00000003 bede0001 10ff0000 aabb",
                            new Fields(false, 0, 1, 2, 3, "aabb")),
                    new Vector(
                            "all at once",
                            "b180 0001 00000002 00000003 11111111 abcd0001 01020304 aabb 0002",
                            new Fields(true, 0, 1, 2, 3, "aabb")));

    record Fields(
            boolean marker, int type, int sequence, long timestamp, int ssrc, String payload) {
        static Fields of(RtpPacket packet) {
            int from = packet.payloadOffset();
            return new Fields(
                    packet.marker(),
                    packet.payloadType(),
                    packet.sequence(),
                    packet.timestamp(),
                    packet.ssrc(),
                    HexFormat.of().formatHex(packet.bytes(), from, from + packet.payloadLength()));
        }

        byte[] written() {
            ByteBuffer out = ByteBuffer.allocate(2000);
            RtpPacket.writeHeader(out, marker, type, sequence, timestamp, ssrc);
            out.put(unhex(payload));
            return Arrays.copyOf(out.array(), out.position());
        }
    }

    record Vector(String name, String hex, Fields fields) {
        byte[] bytes() {
            return unhex(hex);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @FieldSource("VECTORS")
    void readsAndWritesTheSame(Vector v) {
        assertThat(Fields.of(read(v.bytes()))).isEqualTo(v.fields());
        assertThat(Fields.of(read(v.fields().written()))).isEqualTo(v.fields());
        if (v.bytes()[0] == (byte) 0x80) {
            assertThat(v.fields().written()).isEqualTo(v.bytes());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TRUNCATED, ''",
        "TRUNCATED, 8000 0000 00000000 000000",
        "UNSUPPORTED, 4000 0000 00000000 00000000", // version 1
        "TRUNCATED, 8100 0000 00000000 00000000", // a CSRC that is not there
        "TRUNCATED, 9000 0000 00000000 00000000", // an extension that is not there
        "TRUNCATED, 9000 0000 00000000 00000000 bede0002 00000000",
        "MALFORMED, a000 0000 00000000 00000000", // padding that is not there
        "MALFORMED, a000 0000 00000000 00000000 00", // of no bytes
        "MALFORMED, a000 0000 00000000 00000000 0003", // longer than the payload
    })
    void namesTheFault(Fault fault, String hex) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> read(unhex(hex)))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(fault));
    }

    @Test
    void findsExtensionElementsOfOneByte() {
        RtpPacket packet =
                read(
                        unhex(
                                "9000 0001 00000002 00000003 bede0003 10aa 00 22b1b2b3 f0ff 00 00 00 cc"));
        assertThat(element(packet, 1)).isEqualTo("aa");
        assertThat(element(packet, 2)).isEqualTo("b1b2b3");
        assertThat(element(packet, 3)).isEqualTo("none");
        assertThat(element(packet, 15)).as("ends the list").isEqualTo("none");
        assertThat(element(packet, 0)).as("padding").isEqualTo("none");
    }

    @Test
    void findsExtensionElementsOfTwoBytes() {
        RtpPacket packet =
                read(
                        unhex(
                                "9000 0001 00000002 00000003 10050003 0100 00 1002b1b2 2009 01020304 cc"));
        assertThat(element(packet, 1)).isEmpty();
        assertThat(element(packet, 16)).isEqualTo("b1b2");
        assertThat(element(packet, 32)).as("longer than what is left").isEqualTo("none");
    }

    @Test
    void anOtherProfileHasNoElements() {
        RtpPacket packet = read(unhex("9000 0001 00000002 00000003 abcd0001 10aa0000"));
        assertThat(element(packet, 1)).isEqualTo("none");
        assertThat(element(read(VECTORS.getFirst().bytes()), 1)).isEqualTo("none");
    }

    @Test
    void ownsItsBytes() {
        ByteBuffer datagram = ByteBuffer.wrap(VECTORS.getFirst().bytes());
        RtpPacket packet = RtpPacket.read(datagram, 5);
        datagram.array()[13] = 99;
        assertThat(Fields.of(packet)).isEqualTo(VECTORS.getFirst().fields());
        assertThat(datagram.hasRemaining()).isFalse();
        assertThat(packet.arrivalNanos()).isEqualTo(5);
    }

    @Test
    void anyBytesEitherParseOrAreAProtocolException() {
        Random random = new Random(3550);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            if (noise.length > 0 && i % 2 == 0) {
                noise[0] = (byte) (0x80 | (noise[0] & 0x3F));
            }
            parsesOrIsAProtocolException(noise);
        }
    }

    @ParameterizedTest
    @FieldSource("VECTORS")
    void anyDamagedVectorEitherParsesOrIsAProtocolException(Vector v) {
        Random random = new Random(3550);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = Arrays.copyOf(v.bytes(), v.bytes().length - random.nextInt(3));
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            parsesOrIsAProtocolException(damaged);
        }
    }

    private static void parsesOrIsAProtocolException(byte[] bytes) {
        RtpPacket packet;
        try {
            packet = read(bytes);
        } catch (ProtocolException _) {
            return;
        }
        assertThat(packet.payloadLength()).isNotNegative();
        assertThat(packet.payloadOffset() + packet.payloadLength())
                .isLessThanOrEqualTo(bytes.length);
        for (int id = 0; id < 256; id++) {
            element(packet, id);
        }
    }

    private static RtpPacket read(byte[] bytes) {
        return RtpPacket.read(ByteBuffer.wrap(bytes), 0);
    }

    private static String element(RtpPacket packet, int id) {
        ByteBuffer found = packet.extension(id);
        if (found == null) {
            return "none";
        }
        byte[] bytes = new byte[found.remaining()];
        found.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
