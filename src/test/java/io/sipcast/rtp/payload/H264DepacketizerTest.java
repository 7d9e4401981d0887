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

/** Pictures are written as their NAL units in hex; a slice of 88.. is the first of its picture. */
class H264DepacketizerTest {
    private static final boolean MARKER = true;
    private static final String SPS_AND_PPS = "78 0003 674200 0002 68ce";

    private final H264Depacketizer depacketizer = new H264Depacketizer();
    private int sequence;

    @Test
    void aSingleNalUnitIsAPicture() {
        put(1, MARKER, "41 88 01 02");
        AccessUnit unit = next();
        assertThat(hex(unit)).isEqualTo("41880102");
        assertThat(unit.bytes()).isEqualTo(unhex("00000004 41880102"));
        assertThat(unit.timestamp()).isEqualTo(1);
        assertThat(unit.key()).isFalse();
        assertThat(unit.afterLoss()).as("nothing before it").isTrue();
        put(2, MARKER, "41 88 03");
        assertThat(next().afterLoss()).isFalse();
        assertThat(depacketizer.pictures()).isEqualTo(2);
    }

    @Test
    void joinsAggregatesAndFragments() {
        put(1, false, SPS_AND_PPS);
        put(1, false, "7c 85 88 01");
        put(1, false, "7c 05 02 03");
        put(1, false, "7c 45 04");
        put(1, MARKER, "65 08 05");
        AccessUnit unit = next();
        assertThat(hex(unit)).isEqualTo("674200 68ce 658801020304 650805");
        assertThat(unit.key()).isTrue();
        assertThat(unit.size()).isEqualTo(4);
        assertThat(unit.type(0)).isEqualTo(NalType.SPS);
        assertThat(unit.type(3)).isEqualTo(NalType.IDR);
        assertThat(unit.bytes()[unit.offset(2)]).isEqualTo((byte) 0x65);
    }

    @Test
    void aPictureEndsBeforeAnotherTimestampToo() {
        put(1, false, "41 88 01");
        put(1, false, "41 08 02");
        assertThat(drain()).isEmpty();
        put(2, false, "41 88 03");
        assertThat(drain()).containsExactly("418801 410802");
        put(3, MARKER, "41 88 04");
        assertThat(drain()).containsExactly("418803", "418804");
        assertThat(depacketizer.dropped()).isZero();
    }

    @Test
    void aMarkerOnParameterSetsEndsNothing() {
        put(1, MARKER, "67 42 00");
        put(1, MARKER, "68 ce");
        put(1, MARKER, "65 88 01");
        assertThat(drain()).containsExactly("674200 68ce 658801");
    }

    @Test
    void parameterSetsOfAnEarlierTimestampBelongToTheNextPicture() {
        put(1, MARKER, SPS_AND_PPS);
        put(2, MARKER, "65 88 01");
        AccessUnit unit = next();
        assertThat(hex(unit)).isEqualTo("674200 68ce 658801");
        assertThat(unit.timestamp()).isEqualTo(2);
    }

    @Test
    void markersOnEachSliceAreTrustedOnce() {
        put(1, MARKER, "41 88 01");
        assertThat(drain()).containsExactly("418801");
        put(1, MARKER, "41 08 02");
        assertThat(drain()).as("too late for the picture").isEmpty();
        put(2, MARKER, "41 88 03");
        put(2, MARKER, "41 08 04");
        put(3, MARKER, "41 88 05");
        AccessUnit unit = next();
        assertThat(hex(unit)).isEqualTo("418803 410804");
        assertThat(unit.afterLoss()).isTrue();
        assertThat(drain()).isEmpty();
    }

    @Test
    void startsInTheMiddleOfNothing() {
        put(1, false, "7c 05 01");
        put(1, MARKER, "7c 45 02");
        put(2, MARKER, "41 88 02");
        assertThat(drain()).containsExactly("418802");
        assertThat(depacketizer.dropped()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2"})
    void aLostFragmentDropsThePicture(int lost) {
        put(1, MARKER, "41 88 00");
        assertThat(next().afterLoss()).isTrue();
        List<String> fragments = List.of("7c 85 88 01", "7c 05 02", "7c 45 03");
        for (int i = 0; i < 3; i++) {
            if (i == lost) {
                depacketizer.lost();
            } else {
                put(2, i == 2, fragments.get(i));
            }
        }
        put(3, MARKER, "41 88 04");
        put(4, MARKER, "41 88 05");
        AccessUnit after = next();
        assertThat(hex(after)).isEqualTo("418804");
        assertThat(after.afterLoss()).isTrue();
        assertThat(next().afterLoss()).isFalse();
        assertThat(depacketizer.dropped()).isEqualTo(1);
    }

    @Test
    void aGapBetweenPicturesMayHideTheStartOfTheNext() {
        put(1, MARKER, "41 88 00");
        depacketizer.lost();
        put(2, MARKER, "41 08 01"); // not the first slice
        depacketizer.lost();
        put(3, MARKER, "41 88 02"); // the first slice: whole pictures were lost
        assertThat(drain()).containsExactly("418800", "418802");
    }

    @Test
    void aGapMayHideTheParameterSetsOfAKeyPicture() {
        put(1, false, SPS_AND_PPS);
        put(1, MARKER, "65 88 01");
        depacketizer.lost();
        put(2, MARKER, "65 88 02");
        put(3, MARKER, "65 88 03");
        depacketizer.lost();
        put(4, MARKER, "65 88 04");
        assertThat(drain()).containsExactly("674200 68ce 658801", "658803", "658804");
    }

    @Test
    void aGapMayHideOneOfItsParameterSets() {
        put(1, false, "67 42 00");
        put(1, false, "68 ce");
        put(1, MARKER, "65 88 01");
        depacketizer.lost();
        put(2, false, "68 cf");
        put(2, MARKER, "65 88 02");
        depacketizer.lost();
        put(3, false, "67 42 01");
        put(3, false, "68 cf");
        put(3, MARKER, "65 88 03");
        assertThat(drain()).containsExactly("674200 68ce 658801", "674201 68cf 658803");
    }

    @Test
    void aGapAfterAPictureWithoutMarkerMayHideItsEnd() {
        put(1, false, "41 88 00");
        depacketizer.lost();
        put(2, MARKER, "41 88 01");
        AccessUnit unit = next();
        assertThat(hex(unit)).isEqualTo("418801");
        assertThat(unit.afterLoss()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "c1 88 01, 1, 0", // forbidden bit
        "fc c5 88 01, 1, 0", // of a fragment
        "7c, 1, 0",
        "7c 85 88 01, 0, 0", // the end of the fragments is missing
        "7c 05 01, 1, 0", // their start is missing
        "7c dc 88 01, 1, 0", // a fragment of fragments
        "78 0003 6742, 1, 0",
        "78 0000, 1, 0",
        "78 00, 1, 0",
        "78 0002 78 00, 1, 0", // an aggregate of aggregates
        "79 0000 0003 674200, 0, 1", // STAP-B
        "7a 0000 0003 00 0000 674200, 0, 1", // MTAP16
        "7b 0000 0003 00 000000 674200, 0, 1", // MTAP24
        "7d 85 0000 88 01, 0, 1", // FU-B
    })
    void whatIsWrongIsCountedAndDropsThePicture(String payload, int malformed, int unsupported) {
        put(1, false, "41 88 00");
        put(1, MARKER, payload);
        put(2, MARKER, "41 88 02");
        assertThat(drain()).containsExactly("418802");
        assertThat(depacketizer.dropped()).isEqualTo(1);
        assertThat(depacketizer.malformed()).isEqualTo(malformed);
        assertThat(depacketizer.unsupported()).isEqualTo(unsupported);
    }

    @Test
    void anUnfinishedFragmentSpoilsWhatFollows() {
        put(1, false, "7c 85 88 01");
        put(1, MARKER, "41 08 01");
        put(2, false, "7c 85 88 01");
        put(2, MARKER, "7c 41 88 01"); // of another type
        put(3, MARKER, "41 88 02");
        assertThat(drain()).containsExactly("418802");
    }

    @Test
    void ignoresWhatTheRfcSaysToIgnore() {
        put(1, false, "41 88 00");
        put(1, false, "60 01");
        put(1, false, "7e 01");
        put(1, false, "7f 01");
        put(9, MARKER, ""); // a keep-alive
        put(1, MARKER, "41 08 01");
        assertThat(drain()).containsExactly("418800 410801");
    }

    @Test
    void aFragmentMayBeAll() {
        put(1, MARKER, "5c c1 88 01");
        assertThat(drain()).containsExactly("418801");
    }

    @Test
    void isBounded() {
        byte[] large = new byte[60_000];
        large[0] = 0x41;
        large[1] = (byte) 0x88;
        for (int i = 0; i < 200; i++) {
            depacketizer.put(packet(sequence++ & 0xFFFF, 1, SSRC, false, 0, large));
        }
        put(2, MARKER, "41 88 02");
        assertThat(drain()).containsExactly("418802");
        for (int i = 0; i < 200_000; i++) {
            put(i, MARKER, "67 42 00"); // never a picture
        }
        assertThat(drain()).isEmpty();
        assertThat(depacketizer.dropped()).isGreaterThan(1);
    }

    @Test
    void noiseIsCountedAndNeverThrown() {
        Random random = new Random(6184);
        int[] headers = {0x41, 0x65, 0x67, 0x78, 0x78, 0x7c, 0x7c, 0x7c, 0x79, 0xff};
        for (int i = 0; i < 200_000; i++) {
            byte[] noise = new byte[random.nextInt(12)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] = (byte) headers[random.nextInt(headers.length)];
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
        byte[] bytes = unhex(payload);
        depacketizer.put(packet(sequence++ & 0xFFFF, timestamp, SSRC, marker, 0, bytes));
    }

    private AccessUnit next() {
        return Objects.requireNonNull(depacketizer.poll());
    }

    private List<String> drain() {
        List<String> out = new ArrayList<>();
        AccessUnit unit = depacketizer.poll();
        while (unit != null) {
            out.add(hex(unit));
            unit = depacketizer.poll();
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
