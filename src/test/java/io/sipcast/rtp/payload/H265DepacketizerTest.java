package io.sipcast.rtp.payload;

import static io.sipcast.rtp.TestPackets.SSRC;
import static io.sipcast.rtp.TestPackets.packet;
import static io.sipcast.rtp.TestPackets.unhex;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NAL units are a header of two bytes (02 01: TRAIL_R), then 8.. for the first of a picture. */
class H265DepacketizerTest {
    private static final boolean MARKER = true;

    /** VPS, SPS and PPS in one packet. */
    private static final String SETS = "6001 0003 40010c 0003 420101 0003 4401c1";

    private final H265Depacketizer depacketizer = new H265Depacketizer();
    private int sequence;

    @Test
    void aSingleNalUnitIsAPicture() {
        put(1, MARKER, "0201 80 01");
        AccessUnit unit = next();
        assertThat(unit.bytes()).isEqualTo(unhex("00000004 02018001"));
        assertThat(unit.syntax()).isEqualTo(NalSyntax.H265);
        assertThat(unit.key()).isFalse();
        assertThat(unit.type(0)).isEqualTo(1);
        assertThat(unit.afterLoss()).as("nothing before it").isTrue();
        put(2, MARKER, "0201 80 02");
        assertThat(next().afterLoss()).isFalse();
    }

    @Test
    void joinsAggregatesAndFragments() {
        put(1, false, SETS);
        put(1, false, "6201 93 af 01");
        put(1, false, "6201 13 02 03");
        put(1, false, "6201 53 04");
        put(1, MARKER, "2601 2f 05");
        AccessUnit unit = next();
        assertThat(hex(unit)).isEqualTo("40010c 420101 4401c1 2601af01020304 26012f05");
        assertThat(unit.key()).isTrue();
        assertThat(unit.type(3)).isEqualTo(19);
    }

    @ParameterizedTest
    @CsvSource({"15, false", "16, true", "18, true", "19, true", "20, true", "21, true"})
    void irapPicturesAreKeys(int type, boolean key) {
        put(1, MARKER, HexFormat.of().toHexDigits((byte) (type << 1)) + "01 80 01");
        assertThat(next().key()).isEqualTo(key);
    }

    @Test
    void layerAndTemporalIdOfAFragmentAreThoseOfThePacket() {
        put(1, MARKER, "6203 c1 80 01");
        assertThat(hex(next())).isEqualTo("02038001");
    }

    @Test
    void higherLayersAreLeftOut() {
        put(1, false, "0201 80 01");
        put(1, false, "0209 80 02"); // layer 1
        put(1, false, "6001 0003 020902 0003 4e0101"); // one of layer 1, an SEI
        put(1, false, "6209 81 80 03");
        put(1, MARKER, "6209 41 04");
        assertThat(depacketizer.poll())
                .isNotNull()
                .satisfies(unit -> assertThat(hex(unit)).isEqualTo("02018001 4e0101"));
    }

    @Test
    void aPictureEndsBeforeAnotherTimestampToo() {
        put(1, false, "0201 80 01");
        put(1, false, "0201 00 02");
        put(2, false, "0201 80 03");
        put(3, MARKER, "0201 80 04");
        assertThat(drain()).containsExactly("02018001 02010002", "02018003", "02018004");
    }

    @Test
    void parameterSetsOfAnEarlierTimestampBelongToTheNextPicture() {
        put(1, MARKER, SETS);
        put(2, MARKER, "2601 af 01");
        AccessUnit unit = next();
        assertThat(unit.size()).isEqualTo(4);
        assertThat(unit.timestamp()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2"})
    void aLostFragmentDropsThePicture(int lost) {
        put(1, MARKER, "0201 80 00");
        next();
        List<String> fragments = List.of("6201 81 80 01", "6201 01 02", "6201 41 03");
        for (int i = 0; i < 3; i++) {
            if (i == lost) {
                depacketizer.lost();
            } else {
                put(2, i == 2, fragments.get(i));
            }
        }
        put(3, MARKER, "0201 80 04");
        AccessUnit after = next();
        assertThat(hex(after)).isEqualTo("02018004");
        assertThat(after.afterLoss()).isTrue();
        assertThat(depacketizer.dropped()).isEqualTo(1);
    }

    @Test
    void aGapMayHideTheParameterSetsOfAKeyPicture() {
        put(1, false, SETS);
        put(1, MARKER, "2601 af 01");
        depacketizer.lost();
        put(2, MARKER, "2601 af 02");
        put(3, MARKER, "0201 80 03");
        assertThat(drain()).hasSize(2).last().isEqualTo("02018003");
    }

    @ParameterizedTest
    @CsvSource({
        "8201 80 01, 1, 0", // forbidden bit
        "02, 1, 0", // no whole header
        "6201, 1, 0",
        "6201 81 80 01, 0, 0", // the end of the fragments is missing
        "6201 01 01, 1, 0", // their start is missing
        "6201 b0 80 01, 1, 0", // a fragment of an aggregate
        "6001 0003 0201, 1, 0",
        "6001 0001 02, 1, 0",
        "6001 00, 1, 0",
        "6001 0004 6001 0000, 1, 0", // an aggregate of aggregates
        "6401 0000 0201 80, 0, 1", // PACI
    })
    void whatIsWrongIsCountedAndDropsThePicture(String payload, int malformed, int unsupported) {
        put(1, false, "0201 80 00");
        put(1, MARKER, payload);
        put(2, MARKER, "0201 80 02");
        assertThat(drain()).containsExactly("02018002");
        assertThat(depacketizer.dropped()).isEqualTo(1);
        assertThat(depacketizer.malformed()).isEqualTo(malformed);
        assertThat(depacketizer.unsupported()).isEqualTo(unsupported);
    }

    @Test
    void ignoresWhatTheRfcSaysToIgnore() {
        put(1, false, "0201 80 00");
        put(1, false, "6601 01"); // 51
        put(1, false, "7e01 01"); // 63
        put(9, MARKER, ""); // a keep-alive
        put(1, MARKER, "0201 00 01");
        assertThat(drain()).containsExactly("02018000 02010001");
    }

    @Test
    void noiseIsCountedAndNeverThrown() {
        Random random = new Random(7798);
        int[] headers = {0x02, 0x26, 0x42, 0x60, 0x60, 0x62, 0x62, 0x62, 0x64, 0x4e};
        for (int i = 0; i < 200_000; i++) {
            byte[] noise = new byte[random.nextInt(14)];
            random.nextBytes(noise);
            if (noise.length > 1) {
                noise[0] = (byte) headers[random.nextInt(headers.length)];
                noise[1] = (byte) random.nextInt(1, 9);
            }
            if (random.nextInt(20) == 0) {
                depacketizer.lost();
            }
            long timestamp = i / random.nextInt(1, 5);
            boolean marker = random.nextInt(3) == 0;
            depacketizer.put(packet(i & 0xFFFF, timestamp, SSRC, marker, 0, noise));
            drain();
        }
        assertThat(depacketizer.pictures()).isPositive();
        assertThat(depacketizer.malformed()).isPositive();
        assertThat(depacketizer.unsupported()).isPositive();
    }

    private void put(long timestamp, boolean marker, String payload) {
        depacketizer.put(packet(sequence++ & 0xFFFF, timestamp, SSRC, marker, 0, unhex(payload)));
    }

    private AccessUnit next() {
        return Objects.requireNonNull(depacketizer.poll());
    }

    private List<String> drain() {
        List<String> out = new ArrayList<>();
        for (AccessUnit unit = depacketizer.poll(); unit != null; unit = depacketizer.poll()) {
            out.add(hex(unit));
        }
        return out;
    }

    private static String hex(AccessUnit unit) {
        List<String> nals = new ArrayList<>();
        for (int i = 0; i < unit.size(); i++) {
            int from = unit.offset(i);
            nals.add(HexFormat.of().formatHex(unit.bytes(), from, from + unit.length(i)));
        }
        return String.join(" ", nals);
    }
}
