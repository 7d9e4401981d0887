package io.sipcast.rtmp.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class Amf0Test {
    /** A value and its bytes: drives reading, writing and noise. */
    record Vector(AmfValue value, String hex) {}

    private static final String LONG = "x".repeat(70_000);

    static final List<Vector> VECTORS =
            List.of(
                    new Vector(AmfValue.of(1.5), "00 3ff8000000000000"),
                    new Vector(AmfValue.of(true), "01 01"),
                    new Vector(AmfValue.of("live"), "02 0004 6c697665"),
                    new Vector(AmfValue.of("ü"), "02 0002 c3bc"),
                    new Vector(AmfValue.of(""), "02 0000"),
                    new Vector(AmfValue.of(LONG), "0c 00011170" + "78".repeat(70_000)),
                    new Vector(AmfValue.object("a", 1), "03 0001 61 00 3ff0000000000000 0000 09"),
                    new Vector(AmfValue.object(), "03 0000 09"),
                    new Vector(AmfValue.NULL, "05"),
                    new Vector(AmfValue.UNDEFINED, "06"),
                    new Vector(new AmfValue.Reference(3), "07 0003"),
                    new Vector(AmfValue.array("a", false), "08 00000001 0001 61 01 00 0000 09"),
                    new Vector(
                            new AmfValue.StrictArray(List.of(AmfValue.NULL, AmfValue.of("b"))),
                            "0a 00000002 05 02 0001 62"),
                    new Vector(new AmfValue.Date(0, -60), "0b 0000000000000000 ffc4"),
                    new Vector(new AmfValue.Xml("<a/>"), "0f 00000004 3c612f3e"),
                    new Vector(
                            new AmfValue.TypedObject("T", Map.of("n", AmfValue.NULL)),
                            "10 0001 54 0001 6e 05 0000 09"));

    @ParameterizedTest
    @FieldSource("VECTORS")
    void writesAndReads(Vector vector) {
        byte[] bytes = bytes(vector.hex());

        assertThat(Amf0Writer.write(List.of(vector.value()))).isEqualTo(bytes);
        assertThat(Amf0Reader.readAll(ByteBuffer.wrap(bytes))).containsExactly(vector.value());
    }

    @Test
    void fieldsKeepTheirOrder() {
        var value = AmfValue.object("z", 1, "a", "2", "m", true);

        assertThat(read(Amf0Writer.write(List.of(value)))).containsExactly(value);
        assertThat(value.fields().keySet()).containsExactly("z", "a", "m");
    }

    @Test
    void toleratesWhatEncodersGetWrong() {
        assertThat(read("08 00000000 0001 61 05 0000 09")) // counts none
                .containsExactly(AmfValue.array("a", AmfValue.NULL));
        assertThat(read("03 0001 61 05")) // ends with the message
                .containsExactly(AmfValue.object("a", AmfValue.NULL));
        assertThat(read("0d")).containsExactly(AmfValue.UNDEFINED);
    }

    @Test
    void readsTheScalarsOfAmf3() {
        assertThat(read("11 01 11 03 11 04 ffffffff 11 05 3ff8000000000000 11 06 05 6162"))
                .containsExactly(
                        AmfValue.NULL,
                        AmfValue.of(true),
                        AmfValue.of(-1),
                        AmfValue.of(1.5),
                        AmfValue.of("ab"));
        assertThat(read("05 11 0a 0b 01")).containsExactly(AmfValue.NULL, AmfValue.UNDEFINED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00 3ff8",
                "02 0004 6c",
                "0c ffffffff 00",
                "0a ffffffff 05",
                "0a 00000003 05",
                "03 00",
                "03 0000",
                "10 0001",
                "11",
                "11 06 ff"
            })
    void refusesWhatIsCutShort(String hex) {
        refuses(bytes(hex), Fault.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"04", "0e", "09", "12", "ff"})
    void refusesMarkersWithoutMeaning(String hex) {
        refuses(bytes(hex), Fault.MALFORMED);
    }

    @Test
    void boundsDepthAndNumber() {
        refuses(bytes("03 0001 61".repeat(17)), Fault.TOO_LARGE);
        refuses(bytes("05".repeat(10_000)), Fault.TOO_LARGE);
        assertThat(read("0a 00000000".repeat(100))).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noiseIsReadOrRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            byte[] noise = seeds(random);
            for (int n = random.nextInt(4); n > 0 && noise.length > 0; n--) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt(20);
            }
            try {
                List<AmfValue> read = read(noise);
                assertThat(read(Amf0Writer.write(read))).hasSameSizeAs(read);
            } catch (ProtocolException _) {
                // as it should be
            }
        }
    }

    private static byte[] seeds(Random random) {
        List<AmfValue> values =
                Stream.generate(() -> VECTORS.get(random.nextInt(VECTORS.size())))
                        .filter(vector -> vector.hex().length() < 1000)
                        .limit(1 + random.nextInt(6))
                        .map(Vector::value)
                        .toList();
        return Amf0Writer.write(values);
    }

    private static void refuses(byte[] bytes, Fault fault) {
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(ProtocolException.class)
                .extracting(e -> ((ProtocolException) e).fault())
                .isEqualTo(fault);
    }

    private static List<AmfValue> read(String hex) {
        return read(bytes(hex));
    }

    private static List<AmfValue> read(byte[] bytes) {
        return Amf0Reader.readAll(ByteBuffer.wrap(bytes));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
