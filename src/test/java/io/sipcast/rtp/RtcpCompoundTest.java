package io.sipcast.rtp;

import static io.sipcast.rtp.TestPackets.unhex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class RtcpCompoundTest {
    private static final ReportBlock BLOCK =
            new ReportBlock(0x22222222, 64, -2, 0x1_0005L, 0xFFFF_FFFFL, 0xb7052000, 0x54000);

    private static final String BLOCK_HEX =
            "22222222 40 fffffe 00010005 ffffffff b7052000 00054000";

    /** One table for reading, writing and as seeds of the noise. */
    static final List<Vector> VECTORS =
            List.of(
                    new Vector(
                            "sender report",
                            "80 c8 0006 11111111 b44db705 20000000 fffffffe 00000007 000004d2",
                            new SenderReport(
                                    0x11111111,
                                    new NtpTime(0xb44db70520000000L),
                                    0xFFFF_FFFEL,
                                    7,
                                    1234,
                                    List.of())),
                    new Vector(
                            "sender report with a block, and the name",
                            "81 c8 000c 11111111 b44db705 20000000 00000001 00000007 000004d2"
                                    + BLOCK_HEX
                                    + "81 ca 0003 11111111 01 05 6140622e63 00",
                            new SenderReport(
                                    0x11111111,
                                    new NtpTime(0xb44db70520000000L),
                                    1,
                                    7,
                                    1234,
                                    List.of(BLOCK)),
                            SourceDescription.ofCname(0x11111111, "a@b.c")),
                    new Vector(
                            "receiver report",
                            "81 c9 0007 11111111" + BLOCK_HEX,
                            new ReceiverReport(0x11111111, List.of(BLOCK))),
                    new Vector(
                            "a name that ends at a whole word has four zeros behind it",
                            "82 ca 0005 11111111 01 02 6162 00000000 22222222 02 01 78 00",
                            new SourceDescription(
                                    List.of(
                                            chunk(0x11111111, 1, "ab"),
                                            chunk(0x22222222, 2, "x")))),
                    new Vector(
                            "goodbye of two",
                            "82 cb 0002 11111111 22222222",
                            new Goodbye(List.of(0x11111111, 0x22222222))),
                    new Vector(
                            "NACK across the wrap",
                            "81 cd 0004 11111111 22222222 fffe 8005 0064 0000",
                            new Nack(0x11111111, 0x22222222, List.of(65534, 65535, 1, 14, 100))),
                    new Vector(
                            "PLI",
                            "81 ce 0002 11111111 22222222",
                            new PictureLoss(0x11111111, 0x22222222)),
                    new Vector(
                            "FIR",
                            "84 ce 0004 11111111 00000000 22222222 ff000000",
                            FullIntraRequest.of(0x11111111, 0x22222222, 255)),
                    new Vector(
                            "REMB, APP and transport feedback are kept as they are",
                            "8f ce 0003 11111111 00000000 52454d42"
                                    + "85 cc 0002 11111111 61626364"
                                    + "8f cd 0002 11111111 22222222",
                            new UnknownRtcp(206, 15, body("11111111 00000000 52454d42")),
                            new UnknownRtcp(204, 5, body("11111111 61626364")),
                            new UnknownRtcp(205, 15, body("11111111 22222222"))));

    record Vector(String name, String hex, List<RtcpPacket> packets) {
        Vector(String name, String hex, RtcpPacket... packets) {
            this(name, hex, List.of(packets));
        }

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
    void readsAndWritesTheSameBytes(Vector v) {
        assertThat(read(v.bytes())).isEqualTo(v.packets());
        assertThat(written(v.packets())).isEqualTo(v.bytes());
    }

    @Test
    void toleratesWhatItDoesNotWrite() {
        assertThat(read(unhex("81 cb 0003 11111111 05 6162636465 0000")))
                .as("a reason")
                .containsExactly(new Goodbye(List.of(0x11111111)));
        assertThat(read(unhex("80 c9 0002 11111111 01020304")))
                .as("a profile's extension")
                .containsExactly(new ReceiverReport(0x11111111, List.of()));
        assertThat(read(unhex("a1 ce 0003 11111111 22222222 00000004")))
                .as("padding")
                .containsExactly(new PictureLoss(0x11111111, 0x22222222));
        assertThat(read(unhex("81 ca 0002 11111111 01026162")))
                .as("a chunk without an end")
                .containsExactly(new UnknownRtcp(202, 1, body("11111111 01026162")));
        assertThat(read(unhex("82 c9 0001 11111111 81 ce 0002 11111111 22222222")))
                .as("a report without its blocks does not spoil what follows")
                .containsExactly(
                        new UnknownRtcp(201, 2, body("11111111")),
                        new PictureLoss(0x11111111, 0x22222222));
    }

    @ParameterizedTest
    @CsvSource({
        "TRUNCATED, ''",
        "TRUNCATED, 80c900",
        "TRUNCATED, 80c9 0001 111111",
        "TRUNCATED, 80c9 0001 11111111 80",
        "UNSUPPORTED, 40c9 0001 11111111",
        "MALFORMED, a0c9 0000", // padding that is not there
        "MALFORMED, a0c9 0001 00000003",
        "MALFORMED, a0c9 0001 00000008",
    })
    void namesTheFault(Fault fault, String hex) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> read(unhex(hex)))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(fault));
    }

    @Test
    void anyBytesEitherParseOrAreAProtocolException() {
        Random random = new Random(3550);
        for (int i = 0; i < 50_000; i++) {
            byte[] noise = new byte[4 * random.nextInt(16)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] = (byte) (0x80 | (noise[0] & 0x1F));
                noise[1] = (byte) random.nextInt(200, 208);
                noise[2] = 0;
                noise[3] = (byte) (noise.length / 4 - 1);
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

    /** What was understood says the same when it is written and read again. */
    private static void parsesOrIsAProtocolException(byte[] bytes) {
        List<RtcpPacket> packets;
        try {
            packets = read(bytes);
        } catch (ProtocolException _) {
            return;
        }
        assertThat(read(written(packets))).isEqualTo(packets);
    }

    private static List<RtcpPacket> read(byte[] bytes) {
        return RtcpCompound.read(ByteBuffer.wrap(bytes));
    }

    private static byte[] written(List<RtcpPacket> packets) {
        ByteBuffer out = ByteBuffer.allocate(70_000);
        RtcpCompound.write(packets, out);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static SourceDescription.Chunk chunk(int ssrc, int type, String text) {
        return new SourceDescription.Chunk(ssrc, List.of(new SourceDescription.Item(type, text)));
    }

    private static Bytes body(String hex) {
        return Bytes.copyOf(unhex(hex));
    }
}
