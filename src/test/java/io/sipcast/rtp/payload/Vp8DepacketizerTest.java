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
import org.junit.jupiter.params.provider.ValueSource;

/** Frames are a tag with a first partition of one byte, and a few bytes more. */
class Vp8DepacketizerTest {
    private static final boolean MARKER = true;

    /** 640x360, the upper bits of its sides are scales. */
    private static final String KEY = "30 00 00 9d 01 2a 80 42 68 81 aa bb";

    private static final String FRAME = "31 00 00 aa bb";

    /** The beginning of a frame whose header is nought all over: no reference is updated. */
    private static final String NEEDED_BY_NOBODY = "31 00 00 00 00 00 00 00 00";

    private final Vp8Depacketizer depacketizer = new Vp8Depacketizer();
    private int sequence;

    @Test
    void aKeyFrameTellsItsSize() {
        put(1, MARKER, "10" + KEY);
        Vp8Frame frame = next();
        assertThat(frame.bytes()).isEqualTo(unhex(KEY));
        assertThat(frame.key()).isTrue();
        assertThat(frame.width()).isEqualTo(640);
        assertThat(frame.height()).isEqualTo(360);
        assertThat(frame.timestamp()).isEqualTo(1);
        put(2, MARKER, "10" + FRAME);
        Vp8Frame second = next();
        assertThat(second.key()).isFalse();
        assertThat(second.afterLoss()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10", // nothing more
                "90 00", // extended, and nothing there
                "90 80 7f", // PictureID of 7 bits
                "90 80 ff ff", // of 15 bits
                "90 40 05", // TL0PICIDX
                "90 20 a0", // TID and Y
                "90 10 1f", // KEYIDX
                "90 e0 81 02 05 40",
                "90 f0 81 02 05 5f",
                "b0 f0 01 05 5f", // not needed by others
                "d0 0f", // reserved bits
            })
    void allDescriptorsAreReadOver(String descriptor) {
        put(1, MARKER, descriptor + KEY);
        assertThat(drain()).containsExactly(plain(KEY));
        assertThat(depacketizer.malformed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "90", "90 80", "90 80 81", "90 40", "90 20", "90 f0 81 02 05"})
    void aDescriptorThatIsCutShortIsMalformed(String descriptor) {
        put(1, MARKER, descriptor);
        put(2, MARKER, "10" + KEY);
        assertThat(drain()).containsExactly(plain(KEY));
        assertThat(depacketizer.malformed()).isEqualTo(1);
    }

    @Test
    void joinsPartitionsInPiecesOfAnySize() {
        put(1, false, "10 30 00 00 9d 01 2a 80 02 68 01 aa");
        put(1, false, "00 bb");
        put(1, false, "11 cc");
        put(1, MARKER, "07 dd ee");
        assertThat(drain()).containsExactly("3000009d012a80026801aabbccddee");
    }

    @Test
    void aFrameEndsBeforeAnotherTimestampOrBeginningToo() {
        put(1, false, "10" + KEY);
        put(2, false, "10" + FRAME);
        put(2, false, "10" + FRAME); // hidden and shown may share a timestamp
        put(3, false, "10" + FRAME);
        assertThat(drain()).containsExactly(plain(KEY), plain(FRAME), plain(FRAME));
        assertThat(depacketizer.dropped()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2"})
    void aLostPieceDropsTheFrame(int lost) {
        put(1, MARKER, "10" + KEY);
        assertThat(next().afterLoss()).isFalse();
        List<String> pieces = List.of("10 31 00 00 aa", "00 bb", "01 cc");
        for (int i = 0; i < 3; i++) {
            if (i == lost) {
                depacketizer.lost();
            } else {
                put(2, i == 2, pieces.get(i));
            }
        }
        put(3, MARKER, "10" + FRAME);
        put(4, MARKER, "10" + FRAME);
        assertThat(next().afterLoss()).isTrue();
        assertThat(next().afterLoss()).isFalse();
        assertThat(depacketizer.dropped()).isEqualTo(1);
        assertThat(depacketizer.malformed()).isZero();
    }

    @Test
    void aGapBetweenNumberedFramesThatFollowHidNothing() {
        put(1, MARKER, "90 80 fe ff" + KEY); // 0x7eff
        depacketizer.lost();
        put(2, MARKER, "90 80 ff 00" + FRAME);
        depacketizer.lost();
        put(3, MARKER, "90 80 ff 02" + FRAME);
        next();
        assertThat(next().afterLoss()).as("it follows").isFalse();
        assertThat(next().afterLoss()).as("one is missing").isTrue();
    }

    @Test
    void aNumberMayWrap() {
        put(1, MARKER, "90 80 7f" + KEY);
        depacketizer.lost();
        put(2, MARKER, "90 80 00" + FRAME);
        depacketizer.lost();
        put(3, MARKER, "90 80 ff ff" + KEY);
        depacketizer.lost();
        put(4, MARKER, "90 80 80 00" + FRAME);
        next();
        assertThat(next().afterLoss()).isFalse();
        next();
        assertThat(next().afterLoss()).isFalse();
    }

    /** Its first packet came and shows that nobody needs it; the next number says it was alone. */
    @Test
    void aFrameThatNobodyNeedsIsNotMissed() {
        put(1, MARKER, "90 80 05" + KEY);
        put(2, false, "b0 80 06" + NEEDED_BY_NOBODY);
        depacketizer.lost();
        put(3, MARKER, "90 80 07" + FRAME);
        put(4, false, "b0 80 08" + NEEDED_BY_NOBODY);
        depacketizer.lost();
        put(5, MARKER, "90 80 0a" + FRAME);
        next();
        assertThat(next().afterLoss()).isFalse();
        assertThat(next().afterLoss()).as("9 is missing, and may be needed").isTrue();
        assertThat(depacketizer.dropped()).isEqualTo(2);
    }

    /** baresip sets N on every frame but key frames. */
    @ParameterizedTest
    @ValueSource(strings = {"b0 80 06 " + FRAME, "a0 80 06 00 00 00", "b0 80 06 31 00 00"})
    void aSendersWordThatNobodyNeedsAFrameIsNotEnough(String piece) {
        put(1, MARKER, "90 80 05" + KEY);
        put(2, false, piece);
        depacketizer.lost();
        put(3, MARKER, "90 80 07" + FRAME);
        next();
        assertThat(next().afterLoss()).isTrue();
    }

    /** X, L and T: TL0PICIDX, then TID and Y in the upper bits. */
    @Test
    void aLostUpperLayerIsLeftOutUpToTheNextInSync() {
        put(1, MARKER, "90 60 10 00" + KEY);
        depacketizer.lost(); // a frame of layer 1
        put(3, MARKER, "90 60 11 00" + FRAME);
        put(4, MARKER, "90 60 11 80" + FRAME); // layer 2, needs what is lost
        put(5, MARKER, "90 60 11 40" + FRAME); // layer 1 too
        put(6, MARKER, "90 60 12 00" + FRAME);
        put(7, MARKER, "90 60 12 60" + FRAME); // layer 1, in sync
        put(8, MARKER, "90 60 12 40" + FRAME);
        put(9, MARKER, "90 60 12 80" + FRAME); // layer 2, not in sync yet
        put(10, MARKER, "90 60 12 a0" + FRAME);
        put(11, MARKER, "90 60 12 80" + FRAME);
        List<Long> passed = new ArrayList<>();
        for (Vp8Frame f = depacketizer.poll(); f != null; f = depacketizer.poll()) {
            assertThat(f.afterLoss()).isFalse();
            passed.add(f.timestamp());
        }
        assertThat(passed).containsExactly(1L, 3L, 6L, 7L, 8L, 10L, 11L);
        assertThat(depacketizer.dropped()).isEqualTo(3);
    }

    @Test
    void aLostBaseLayerIsALoss() {
        put(1, MARKER, "90 60 ff 00" + KEY);
        depacketizer.lost();
        put(2, MARKER, "90 60 00 00" + FRAME);
        depacketizer.lost();
        put(3, MARKER, "90 60 02 00" + FRAME);
        next();
        assertThat(next().afterLoss()).as("255 is before 0").isFalse();
        assertThat(next().afterLoss()).isTrue();
    }

    @Test
    void anotherSourceProvesNothing() {
        put(1, MARKER, "90 e0 05 10 00" + KEY);
        depacketizer.restarted();
        put(2, MARKER, "90 e0 06 11 00" + FRAME);
        next();
        assertThat(next().afterLoss()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "31 00", // no whole tag
                "31 00 01", // the first partition is larger than the frame
                "30 00 00 9d 01 2a 80 02 68", // no whole head of a key frame
                "30 00 00 9d 01 2b 80 02 68 01 aa", // another start code
                "30 00 00 9d 01 2a 00 40 68 01 aa", // no width
            })
    void aHeadThatMakesNoSenseDropsTheFrame(String frame) {
        put(1, MARKER, "10" + KEY);
        put(2, MARKER, "10" + frame);
        put(3, MARKER, "10" + FRAME);
        assertThat(next().key()).isTrue();
        assertThat(next().afterLoss()).isTrue();
        assertThat(depacketizer.malformed()).isEqualTo(1);
    }

    @Test
    void isBounded() {
        byte[] large = new byte[60_000];
        large[0] = 0x10;
        depacketizer.put(packet(sequence++, 1, SSRC, false, 0, large));
        large[0] = 0;
        for (int i = 0; i < 200; i++) {
            depacketizer.put(packet(sequence++, 1, SSRC, false, 0, large));
        }
        put(2, MARKER, "10" + KEY);
        assertThat(drain()).containsExactly(plain(KEY));
    }

    @Test
    void noiseIsCountedAndNeverThrown() {
        Random random = new Random(7741);
        int[] heads = {0x10, 0x10, 0x90, 0x90, 0xb0, 0x00, 0x80};
        for (int i = 0; i < 200_000; i++) {
            byte[] noise = new byte[random.nextInt(16)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] = (byte) heads[random.nextInt(heads.length)];
            }
            if (noise.length > 3 && random.nextBoolean()) {
                noise[1] &= 0x3F; // a small first partition
                noise[2] = 0;
                noise[3] = 0;
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
    }

    private void put(long timestamp, boolean marker, String payload) {
        depacketizer.put(packet(sequence++ & 0xFFFF, timestamp, SSRC, marker, 0, unhex(payload)));
    }

    private Vp8Frame next() {
        return Objects.requireNonNull(depacketizer.poll());
    }

    private List<String> drain() {
        List<String> out = new ArrayList<>();
        for (Vp8Frame f = depacketizer.poll(); f != null; f = depacketizer.poll()) {
            out.add(HexFormat.of().formatHex(f.bytes()));
        }
        return out;
    }

    private static String plain(String hex) {
        return hex.replace(" ", "");
    }
}
