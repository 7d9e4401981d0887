package io.sipcast.rtp.payload;

import static io.sipcast.rtp.TestPackets.unhex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sipcast.bytes.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class H264PacketizerTest {
    private static final String KEY = "00000003 674200 00000002 68ce 00000003 658801 00000002 6508";

    @Test
    void aggregatesWhatIsNoSlice() {
        assertThat(cut(new H264Packetizer(), KEY))
                .containsExactly("78000367420000" + "0268ce", "658801", "6508 last");
    }

    @Test
    void modeZeroSendsEachAlone() {
        assertThat(cut(new H264Packetizer(16, 0), KEY))
                .containsExactly("674200", "68ce", "658801", "6508 last");
        assertThat(cut(new H264Packetizer(16, 0), "00000012" + "65" + "88".repeat(17)))
                .as("whatever its size")
                .containsExactly("65" + "88".repeat(17) + " last");
    }

    @Test
    void fragmentsWhatIsLarge() {
        String slice = "65" + "11".repeat(14) + "22".repeat(14) + "33";
        assertThat(cut(new H264Packetizer(16, 1), "0000001e" + slice))
                .containsExactly("7c85" + "11".repeat(14), "7c05" + "22".repeat(14), "7c4533 last");
    }

    @Test
    void whatJustFitsIsSentWhole() {
        String slice = "41" + "11".repeat(15);
        assertThat(cut(new H264Packetizer(16, 1), "00000010" + slice))
                .containsExactly(slice + " last");
    }

    @Test
    void theAggregateIsAsImportantAsItsParts() {
        assertThat(cut(new H264Packetizer(), "00000002 0910 00000002 4700 00000002 2800"))
                .containsExactly("58" + "00020910" + "00024700" + "00022800 last");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 100, 1200})
    void noPayloadIsLargerThanAllowedAndAllComesBack(int maxPayload) {
        for (byte[] picture : TestPictures.pictures(new Random(6184), 60)) {
            H264Depacketizer depacketizer = new H264Depacketizer();
            int[] sequence = new int[1];
            new H264Packetizer(maxPayload, 1)
                    .packetize(
                            picture,
                            (payload, last) -> {
                                assertThat(payload.remaining()).isBetween(1, maxPayload);
                                depacketizer.put(LossyLink.packet(sequence[0]++, 1, last, payload));
                            });
            AccessUnit unit = Objects.requireNonNull(depacketizer.poll());
            assertThat(unit.bytes()).isEqualTo(picture);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000", "00000000", "00000002 41", "ffffffff 41", "00000001 41 00"})
    void refusesLengthsThatDoNotAddUp(String avcc) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> cut(new H264Packetizer(), avcc));
    }

    private static List<String> cut(H264Packetizer packetizer, String avcc) {
        List<String> payloads = new ArrayList<>();
        packetizer.packetize(
                unhex(avcc),
                (ByteBuffer payload, boolean last) -> {
                    byte[] bytes = new byte[payload.remaining()];
                    payload.get(bytes);
                    payloads.add(HexFormat.of().formatHex(bytes) + (last ? " last" : ""));
                });
        return payloads;
    }
}
