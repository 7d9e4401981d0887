package io.sipcast.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.Slate;
import io.sipcast.rtmp.codec.h264.Avcc;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import io.sipcast.rtmp.codec.h264.NalType;
import io.sipcast.rtmp.codec.h264.SequenceParameterSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The slate, decoded as a callee would. */
class CalleeSlateTest {
    @Test
    void eachSizeSuitsALevelOfItsOwn() {
        List<SequenceParameterSet> sets =
                CalleeSlate.all().stream()
                        .map(slate -> DecoderConfiguration.parse(slate.format().configuration()))
                        .map(DecoderConfiguration::parameters)
                        .toList();

        assertThat(sets).extracting(SequenceParameterSet::width).containsExactly(640, 352, 176);
        assertThat(sets).extracting(SequenceParameterSet::height).containsExactly(360, 288, 144);
        assertThat(sets).allMatch(sps -> sps.profile() == 66 && (sps.constraints() & 0x40) != 0);
        assertThat(sets.get(0).level()).isLessThanOrEqualTo(30);
        assertThat(sets.get(1).level()).isLessThanOrEqualTo(13);
        assertThat(sets.get(2).level()).isLessThanOrEqualTo(10);
    }

    @Test
    void everyGroupDecodesByItselfAndOneBehindTheOther() {
        Slate slate = CalleeSlate.of(640, 360);
        List<Picture> seen = new ArrayList<>();
        try (var decoder = new H264Decoder(slate.format().configuration())) {
            List<List<byte[]>> order = new ArrayList<>(slate.groups());
            order.addAll(slate.groups());
            order.add(slate.groups().get(0).subList(0, 1)); // as after requests
            order.add(slate.groups().get(1).subList(0, 1));
            long pts = 0;
            for (List<byte[]> group : order) {
                for (byte[] picture : group) {
                    decoder.decode(
                            picture,
                            pts++,
                            (_, decoded, whole) -> {
                                assertThat(whole).isTrue();
                                seen.add(decoded);
                            });
                }
            }
            decoder.finish((_, decoded, _) -> seen.add(decoded));
        }
        assertThat(seen).hasSize(42);
        for (Picture picture : seen) {
            assertThat(luma(picture, 320, 180)).as("the middle bar").isCloseTo(200, within(12));
            assertThat(luma(picture, 20, 20)).as("the ground").isCloseTo(58, within(8));
        }
    }

    @Test
    void keyFramesInARowDifferInTheirIdAndSlicesFitInAPacket() {
        Slate slate = CalleeSlate.of(640, 360);
        Bytes first = Bytes.copyOf(slate.groups().get(0).getFirst());
        Bytes second = Bytes.copyOf(slate.groups().get(1).getFirst());

        assertThat(first).isNotEqualTo(second);
        for (List<byte[]> group : slate.groups()) {
            for (int i = 0; i < group.size(); i++) {
                int type = i == 0 ? NalType.IDR : NalType.SLICE;
                assertThat(Avcc.split(group.get(i), 4))
                        .allMatch(nal -> NalType.of(nal[0]) == type)
                        .allMatch(nal -> nal.length <= 1200);
            }
        }
    }

    private static int luma(Picture picture, int x, int y) {
        return picture.luma()[y * picture.width() + x] & 0xFF;
    }
}
