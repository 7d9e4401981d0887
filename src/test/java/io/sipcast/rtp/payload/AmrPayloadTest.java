package io.sipcast.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4867 §4: payloads to frames in the form of storage, and back. */
class AmrPayloadTest {
    @ParameterizedTest
    @CsvSource({
        // CMR 15, F 0, FT 7 or 15 (no data), Q 1, padding
        "false, false, f7c0, 7c",
        "false, true, f07c, 7c",
        "true, true, f07c, 7c",
        // two frames without data
        "false, false, fff0, null",
        // SID of AMR: FT 8, Q 1, 39 bits
        "false, true, f044 aabbccddee, 44aabbccddee",
        "true, true, f04c aabbccddee, 4caabbccddee",
    })
    void vectors(boolean wide, boolean aligned, String payload, String expected) {
        byte[] bytes = HexFormat.of().parseHex(payload.replace(" ", ""));
        if (expected.equals("null")) {
            assertThatThrownBy(() -> read(wide, aligned, bytes))
                    .isInstanceOf(ProtocolException.class);
            return;
        }
        List<byte[]> frames = read(wide, aligned, bytes);

        assertThat(frames).hasSize(1);
        String frame = HexFormat.of().formatHex(frames.getFirst());
        // of 39 bits the last one is padding
        assertThat(frame.substring(0, 2)).isEqualTo(expected.substring(0, 2));
        assertThat(frame).hasSameSizeAs(expected);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void everyModeThereAndBack(boolean wide, boolean aligned) {
        var form = new AmrPayload(wide, aligned);
        var random = new Random(4867);
        for (int type = 0; type < 16; type++) {
            int size = form.frameSize(type);
            if (size == 0) {
                continue;
            }
            for (int count = 1; count <= 12; count++) {
                List<byte[]> frames = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    frames.add(frame(form, type, size, random));
                }
                byte[] payload = form.write(frames);

                assertThat(read(wide, aligned, payload))
                        .usingElementComparator(Arrays::compare)
                        .isEqualTo(frames);
                assertThat(payload[0] >> 4 & 0xF).isEqualTo(AmrPayload.NO_REQUEST);
                refusesPieces(wide, aligned, payload);
            }
        }
    }

    /** Bits that a mode does not have are 0. */
    private static byte[] frame(AmrPayload form, int type, int size, Random random) {
        byte[] frame = new byte[size];
        random.nextBytes(frame);
        frame[0] = (byte) (type << 3 | 4);
        if (size > 1) {
            int unused = form.unusedBits(type);
            frame[size - 1] &= (byte) (0xFF << unused);
        }
        return frame;
    }

    private static void refusesPieces(boolean wide, boolean aligned, byte[] payload) {
        assertThatThrownBy(() -> read(wide, aligned, Arrays.copyOf(payload, payload.length - 1)))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> read(wide, aligned, Arrays.copyOf(payload, payload.length + 1)))
                .isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource({"9", "10", "11", "12", "13", "14"})
    void typesThatMayNotComeAreRefused(int type) {
        byte[] payload = new byte[40];
        payload[1] = (byte) (type << 3);

        assertThatThrownBy(() -> read(false, true, payload)).isInstanceOf(ProtocolException.class);
    }

    private static List<byte[]> read(boolean wide, boolean aligned, byte[] payload) {
        List<byte[]> frames = new ArrayList<>();
        new AmrPayload(wide, aligned)
                .read(
                        payload,
                        0,
                        payload.length,
                        (_, frame, length) -> frames.add(Arrays.copyOf(frame, length)));
        return frames;
    }
}
