package io.sipcast.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkWriterTest {
    private final ChunkWriter writer = new ChunkWriter();

    @Test
    void headersLeaveOutWhatDoesNotChange() {
        assertThat(write(3, 8, 12345, 1000, "aabb")).isEqualTo("030003e80000020839300000aabb");
        assertThat(write(3, 8, 12345, 1020, "aabb")).isEqualTo("83000014aabb");
        assertThat(write(3, 8, 12345, 1040, "aabb")).isEqualTo("c3aabb");
        assertThat(write(3, 8, 12345, 1040, "cc")).isEqualTo("4300000000000108cc");
        assertThat(write(3, 9, 12345, 1040, "cc")).isEqualTo("4300000000000109cc");
        assertThat(write(3, 9, 1, 1040, "cc")).isEqualTo("030004100000010901000000cc");
    }

    @Test
    void notAllAgreeWhatTypeThreeMeansAfterTypeZero() {
        write(3, 8, 1, 20, "aa");
        assertThat(write(3, 8, 1, 40, "aa")).isEqualTo("83000014aa");
    }

    @Test
    void aTimeThatFallsIsWrittenWhole() {
        write(3, 8, 1, 20, "aa");
        assertThat(write(3, 8, 1, 19, "aa")).isEqualTo("030000130000010801000000aa");
    }

    @Test
    void longMessagesAreCut() {
        writer.chunkSize(2);
        assertThat(write(4, 9, 1, 0, "0102030405"))
                .isEqualTo("0400000000000509010000000102c40304c405");
    }

    @Test
    void anExtendedTimeIsRepeatedInEveryChunk() {
        writer.chunkSize(2);
        assertThat(write(4, 9, 1, 0xFFFFFF, "010203"))
                .isEqualTo("04ffffff00000309010000000" + "0ffffff0102c400ffffff03");
        assertThat(write(4, 9, 1, 0x1000000, "010203")).isEqualTo("840000010102c403");
    }

    @Test
    void timeWrapsAt32Bits() {
        write(4, 9, 1, 0xFFFF_FFFFL, "01");
        assertThat(write(4, 9, 1, 0x1_0000_0001L, "01")).isEqualTo("8400000201");
    }

    @Test
    void thePrefixCountsAsPayload() {
        writer.chunkSize(3);
        ByteBuffer out = ByteBuffer.allocate(100);
        writer.write(6, 9, 1, 0, 0x1701000000L, 5, new byte[] {1, 2}, out);

        assertThat(hex(out)).isEqualTo("060000000000070901000000170100c6000001c602");
    }

    @Test
    void refusesWhatNoChunkCanHold() {
        assertThatThrownBy(() -> writer.chunkSize(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.size(3, 9, 1, 0, 0x100_0000))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Messages on several chunk streams, any chunk size, time that falls, jumps and wraps. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theReaderUnderstandsAllOfIt(long seed) {
        Random random = new Random(seed);
        ChunkReader reader = new ChunkReader(100_000);
        long time = 0xFFFF_0000L;
        for (int i = 0; i < 1000; i++) {
            if (random.nextInt(50) == 0) {
                int chunkSize = 1 + random.nextInt(5000);
                writer.chunkSize(chunkSize);
                reader.chunkSize(chunkSize);
            }
            time += random.nextInt(20) == 0 ? random.nextInt(0x200_0000) - 0x80_0000 : 20;
            byte[] payload = new byte[random.nextInt(4) == 0 ? random.nextInt(70_000) : 100];
            random.nextBytes(payload);
            int chunks = 2 + random.nextInt(6);
            int type = 8 + random.nextInt(2);
            int prefixSize = random.nextInt(6);
            ByteBuffer out =
                    ByteBuffer.allocate(
                            writer.size(chunks, type, i % 3, time, prefixSize + payload.length));
            writer.write(chunks, type, i % 3, time, 0x0102030405L, prefixSize, payload, out);

            assertThat(out.hasRemaining()).isFalse();
            RawMessage read = Objects.requireNonNull(reader.read(out.flip()));
            assertThat(read.typeId()).isEqualTo(type);
            assertThat(read.streamId()).isEqualTo(i % 3);
            assertThat(read.timestampMillis()).isEqualTo(time & 0xFFFF_FFFFL);
            byte[] end = Arrays.copyOfRange(read.payload(), prefixSize, read.payload().length);
            assertThat(Arrays.equals(end, payload)).as("the same payload").isTrue();
        }
    }

    private String write(int chunks, int type, int stream, long time, String payload) {
        byte[] bytes = HexFormat.of().parseHex(payload);
        ByteBuffer out = ByteBuffer.allocate(writer.size(chunks, type, stream, time, bytes.length));
        writer.write(chunks, type, stream, time, bytes, out);
        assertThat(out.hasRemaining()).isFalse();
        return hex(out);
    }

    private static String hex(ByteBuffer out) {
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
