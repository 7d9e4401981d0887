package io.sipcast.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bytes written and read, where times pass 24 and 32 bits and chunk streams mingle. */
class ChunkWrapTest {
    private static final int MAX = 100_000;
    private static final int VIDEO = 9;

    private final ChunkWriter writer = new ChunkWriter();
    private final ChunkReader reader = new ChunkReader(MAX);

    /** Each message is written after one at {@code before}, and read again. */
    @ParameterizedTest
    @CsvSource({
        "16777213, 16777214, 86 000001 aa",
        "16777213, 16777215, 86 000002 aa",
        "16777214, 16777216, 86 000002 aa",
        "16777215, 16777216, 86 000001 aa",
        "4294967294, 4294967295, 86 000001 aa",
        "4294967295, 4294967296, 86 000001 aa",
        "4294967280, 4294967330, 86 000032 aa",
        "0, 16777214, 86 fffffe aa",
        "0, 16777215, 06 ffffff 000001 09 01000000 00ffffff aa",
        "5, 4294967295, 06 ffffff 000001 09 01000000 ffffffff aa",
        "4294967295, 5, 86 000006 aa",
        "40, 39, 06 000027 000001 09 01000000 aa",
    })
    void theNextTimeIsADeltaWhereverItWraps(long before, long time, String hex) {
        byte[] body = {(byte) 0xAA};
        List<String> _ = read(write(6, before, body));
        byte[] written = write(6, time, body);
        assertThat(HexFormat.of().formatHex(written)).isEqualTo(hex.replace(" ", ""));

        assertThat(read(written)).containsExactly(words(time, 1));
    }

    /** A whole header's extended time is in each of its chunks, and none where a delta was sent. */
    @Test
    void longMessagesKeepTheirTimeInEveryChunk() {
        List<String> _ = read(write(6, 0xFFFF_FFF0L, new byte[1]));
        byte[] first = write(7, 0x0100_0000L, new byte[300]);
        byte[] next = write(6, 0x1_0000_0010L, new byte[300]);

        assertThat(first).hasSize(12 + 4 + 300 + 2 * (1 + 4));
        assertThat(next).hasSize(8 + 300 + 2);
        assertThat(read(first)).containsExactly(words(0x0100_0000L, 300));
        assertThat(read(next)).containsExactly(words(0x10, 300));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0xFF_FF00L, 0xFFFF_FF00L})
    void framesOfAnHourComeThrough(long start) {
        for (int i = 0; i < 90_000; i++) {
            long time = start + i * 40L;
            assertThat(read(write(6, time, new byte[i % 3 == 0 ? 200 : 20])))
                    .containsExactly(words(time, i % 3 == 0 ? 200 : 20));
        }
    }

    /** Two messages take turns chunk by chunk; a third changes the chunk size between them. */
    @Test
    void theChunkSizeMayChangeBetweenTheChunksOfOthers() {
        ByteBuffer video = ByteBuffer.wrap(write(6, 0xFFFF_FFFFL, new byte[256]));
        ByteBuffer audio = ByteBuffer.wrap(write(4, 0xFF_FFFFL, new byte[200]));
        byte[] videoHead = take(video, 16 + 128);
        byte[] audioHead = take(audio, 16 + 128);

        assertThat(read(videoHead)).isEmpty();
        assertThat(read(audioHead)).isEmpty();
        reader.chunkSize(64);
        assertThat(read(take(audio, 5 + 64))).isEmpty();
        assertThat(read(HexFormat.of().parseHex("c6ffffffff" + "00".repeat(64)))).isEmpty();
        assertThat(read(HexFormat.of().parseHex("c400ffffff" + "00".repeat(8))))
                .containsExactly(words(0xFF_FFFFL, 200));
        assertThat(read(HexFormat.of().parseHex("c6" + "00".repeat(64)))) // the other convention
                .containsExactly(words(0xFFFF_FFFFL, 256));
    }

    /** A client may begin many long messages and send nothing of them. */
    @Test
    void whatIsAnnouncedCostsLittle() {
        for (int i = 0; i < 40; i++) {
            String head = "00 %02x 000000 0007d0 09 01000000".formatted(i).replace(" ", "");
            assertThat(read(HexFormat.of().parseHex(head + "00".repeat(128)))).isEmpty();
        }
        assertThat(reader.heldBytes()).isLessThan(4 * 2000 + 36 * 1024 + 1);
    }

    private static byte[] take(ByteBuffer from, int count) {
        byte[] bytes = new byte[count];
        from.get(bytes);
        return bytes;
    }

    private byte[] write(int chunks, long time, byte[] body) {
        ByteBuffer out = ByteBuffer.allocate(writer.size(chunks, VIDEO, 1, time, body.length));
        writer.write(chunks, VIDEO, 1, time, body, out);
        assertThat(out.hasRemaining()).isFalse();
        return out.array();
    }

    private List<String> read(byte[] bytes) {
        List<String> read = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        for (RawMessage m = reader.read(in); m != null; m = reader.read(in)) {
            read.add(m.toString());
        }
        return read;
    }

    private static String words(long time, int size) {
        return "type 9, stream 1, at %d ms, %d B".formatted(time & 0xFFFF_FFFFL, size);
    }
}
