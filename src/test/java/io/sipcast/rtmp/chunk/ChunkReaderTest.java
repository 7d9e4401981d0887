package io.sipcast.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkReaderTest {
    private static final int MAX = 100_000;

    private final ChunkReader reader = new ChunkReader(MAX);

    /** The example of §5.3.2.1: headers of type 0, 2, 3 and 3 again. */
    @Test
    void headersLeaveOutWhatDoesNotChange() {
        String data = "aa".repeat(32);
        assertThat(read("03 0003e8 000020 08 39300000" + data))
                .containsExactly("type 8, stream 12345, at 1000 ms, 32 B");
        assertThat(read("83 000014" + data))
                .containsExactly("type 8, stream 12345, at 1020 ms, 32 B");
        assertThat(read("c3" + data)).containsExactly("type 8, stream 12345, at 1040 ms, 32 B");
        assertThat(read("c3" + data)).containsExactly("type 8, stream 12345, at 1060 ms, 32 B");
    }

    /** The example of §5.3.2.2: 307 bytes in chunks of 128. */
    @Test
    void aLongMessageComesInChunks() {
        assertThat(
                        read(
                                "04 0003e8 000133 09 3a300000" + "01".repeat(128),
                                "c4" + "02".repeat(128),
                                "c4" + "03".repeat(51)))
                .containsExactly("type 9, stream 12346, at 1000 ms, 307 B");
    }

    @Test
    void aHeaderOfTypeOneKeepsTheStream() {
        read("03 000000 000001 08 07000000 aa");
        assertThat(read("43 000005 000002 09 aabb"))
                .containsExactly("type 9, stream 7, at 5 ms, 2 B");
    }

    @Test
    void afterTypeZeroTypeThreeTakesTheTimeAsDelta() {
        read("03 000017 000001 08 01000000 aa");
        assertThat(read("c3 bb")).containsExactly("type 8, stream 1, at 46 ms, 1 B");
    }

    @Test
    void chunkStreamNumbersHaveThreeForms() {
        assertThat(read("00 00 000001 000000 08 01000000")).hasSize(1); // 64
        assertThat(read("01 0001 000001 000000 08 01000000")).hasSize(1); // 320
        assertThat(read("c0 00")).containsExactly("type 8, stream 1, at 2 ms, 0 B");
        assertThat(read("c1 0000")).containsExactly("type 8, stream 1, at 3 ms, 0 B"); // 64 too
        assertThat(read("c1 0001")).containsExactly("type 8, stream 1, at 2 ms, 0 B");
    }

    @Test
    void messagesMayBeInterleaved() {
        reader.chunkSize(2);
        assertThat(
                        read(
                                "04 000000 000003 08 01000000 a1a2",
                                "06 000000 000004 09 01000000 b1b2",
                                "c4 a3",
                                "c6 b3b4"))
                .containsExactly(
                        "type 8, stream 1, at 0 ms, 3 B", "type 9, stream 1, at 0 ms, 4 B");
    }

    @Test
    void theChunkSizeMayChangeInsideAMessage() {
        reader.chunkSize(2);
        assertThat(read("04 000000 000006 08 01000000 a1a2")).isEmpty();
        reader.chunkSize(4);
        assertThat(read("c4 a3a4a5a6")).hasSize(1);
    }

    @Test
    void anAbortedMessageIsForgotten() {
        reader.chunkSize(2);
        read("04 000000 000004 08 01000000 a1a2");
        reader.abort(4);
        assertThat(read("04 000000 000001 08 01000000 a1")).hasSize(1);
    }

    @Test
    void anExtendedTimeIsRepeatedInEveryChunk() {
        reader.chunkSize(2);
        assertThat(
                        read(
                                "04 ffffff 000005 08 01000000 01000000 a1a2",
                                "c4 01000000 a3a4",
                                "c4 01000000 a5"))
                .containsExactly("type 8, stream 1, at 16777216 ms, 5 B");
    }

    @Test
    void orLeftOutByThoseWhoReadTheSpecificationOtherwise() {
        reader.chunkSize(3);
        List<RawMessage> read =
                messages(
                        "04 ffffff 000008 08 01000000 01000000 a1a2a3 c4 a4a5a6 c4 a7a8"
                                + "05 000000 000001 08 01000000 b1");

        assertThat(read).hasSize(2);
        assertThat(read.getFirst().payload()).asHexString().isEqualTo("A1A2A3A4A5A6A7A8");
        assertThat(read.getLast().payload()).asHexString().isEqualTo("B1");
    }

    @Test
    void anExtendedDeltaCountsFromTheLastTime() {
        read("04 000001 000001 08 01000000 a1");
        assertThat(read("84 ffffff 01000000 a2"))
                .containsExactly("type 8, stream 1, at 16777217 ms, 1 B");
        assertThat(read("c4 01000000 a3")).containsExactly("type 8, stream 1, at 33554433 ms, 1 B");
    }

    @Test
    void timeWrapsAt32Bits() {
        read("04 ffffff 000001 08 01000000 ffffffff a1");
        assertThat(read("84 000002 a2")).containsExactly("type 8, stream 1, at 1 ms, 1 B");
    }

    /** librtmp sends pings so. */
    @Test
    void aStreamMayBeginWithTypeOne() {
        assertThat(read("42 000000 000006 04 000700000001"))
                .containsExactly("type 4, stream 0, at 0 ms, 6 B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"83000000", "c3", "04000000000100 08 01000000 aa 04"})
    void refusesHeadersThatMakeNoSense(String hex) {
        assertThatThrownBy(
                        () -> {
                            reader.chunkSize(1);
                            read(hex);
                        })
                .isInstanceOf(ProtocolException.class)
                .extracting(e -> ((ProtocolException) e).fault())
                .isEqualTo(Fault.MALFORMED);
    }

    @Test
    void refusesMessagesOverTheLimit() {
        refusesAsTooLarge("04 000000 0186a1 08 01000000");
    }

    @Test
    void refusesTooManyChunkStreams() {
        for (int i = 0; i < 64; i++) {
            read("00 %02x 000000 000000 08 00000000".formatted(i));
        }
        refusesAsTooLarge("00 40 000000 000000 08 00000000");
    }

    @Test
    void refusesToHoldManyLargeMessages() {
        reader.chunkSize(1);
        read("04 000000 0186a0 08 01000000 aa", "05 000000 0186a0 08 01000000 aa");
        refusesAsTooLarge("06 000000 000001 08 01000000 aa");
    }

    private void refusesAsTooLarge(String hex) {
        assertThatThrownBy(() -> read(hex))
                .isInstanceOf(ProtocolException.class)
                .extracting(e -> ((ProtocolException) e).fault())
                .isEqualTo(Fault.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noiseIsReadOrRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            ChunkReader noisy = new ChunkReader(MAX);
            noisy.chunkSize(1 + random.nextInt(20));
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            for (int at = 2; at + 3 < noise.length; at += 1 + random.nextInt(12)) {
                noise[at] = 0; // shorter messages, so that some are whole
            }
            try {
                ByteBuffer in = ByteBuffer.wrap(noise);
                while (noisy.read(in) != null) {
                    // goes on
                }
                assertThat(in.hasRemaining()).isFalse();
            } catch (ProtocolException _) {
                // as it should be
            }
        }
    }

    private List<String> read(String... chunks) {
        return messages(String.join("", chunks)).stream().map(RawMessage::toString).toList();
    }

    /** Byte by byte: the pieces never matter. */
    private List<RawMessage> messages(String hex) {
        List<RawMessage> read = new ArrayList<>();
        for (byte b : HexFormat.of().parseHex(hex.replace(" ", ""))) {
            RawMessage message = reader.read(ByteBuffer.wrap(new byte[] {b}));
            if (message != null) {
                read.add(message);
            }
        }
        return read;
    }
}
