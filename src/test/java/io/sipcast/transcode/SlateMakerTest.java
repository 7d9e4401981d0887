package io.sipcast.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.live.Slate;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlateMakerTest {
    /** The points of the five letters, five by five pixels each. */
    private static final double LETTERS = 78 * 25 / (640 * 360.0);

    @TempDir private Path folder;

    @Test
    void itsPicturesDecodeToTheTitleOnADarkGround() {
        Slate slate = make(Optional.empty(), "AUDIO");
        List<Picture> pictures = decode(slate);

        assertThat(slate.format()).hasToString("H264 640x360");
        assertThat(slate.pictureNanos()).isEqualTo(40_000_000);
        assertThat(pictures).hasSize(50);
        for (Picture picture : List.of(pictures.getFirst(), pictures.getLast())) {
            assertThat(luma(picture, 20, 20)).isCloseTo(SlatePainter.BACKGROUND, within(3));
            assertThat(bright(picture)).isCloseTo(LETTERS, within(0.0005));
        }
    }

    @Test
    void whatFollowsTheKeyFrameCostsNothing() {
        Slate slate = new SlateMaker(1280, 720, Optional.empty(), Duration.ofSeconds(2)).make("A");
        int key = slate.pictures().getFirst().length;
        int others = slate.pictures().stream().skip(1).mapToInt(unit -> unit.length).sum();

        assertThat((key + others) * 8 / 2).isLessThan(80_000); // bit/s
        assertThat(slate.pictures().getLast().length).isLessThan(40);
    }

    @Test
    void anotherTitleIsAnotherPicture() {
        assertThat(luma(make(Optional.empty(), "I")))
                .isNotEqualTo(luma(make(Optional.empty(), "$/~")));
    }

    @Test
    void anImageIsFittedIntoTheMiddle() throws Exception {
        Path file = Files.write(folder.resolve("red.png"), png(100, 100, 0xFF_00_00));
        Picture picture = decode(make(Optional.of(file), "AUDIO")).getFirst();

        assertThat(luma(picture, 60, 180)).isCloseTo(16, within(3));
        assertThat(luma(picture, 320, 180)).isCloseTo(81, within(4)); // red, BT.601
        assertThat(picture.red()[90 * 320 + 160] & 0xFF).isCloseTo(240, within(4));
        assertThat(luma(picture, 320, 8)).isCloseTo(81, within(6));
    }

    @Test
    void aFileThatIsNoImageIsSaidToBeNone() throws Exception {
        Path file = Files.writeString(folder.resolve("x.png"), "no image");

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> make(Optional.of(file), ""))
                .withMessageContaining("x.png is no image in PNG or JPEG");
    }

    private static Slate make(Optional<Path> image, String title) {
        return new SlateMaker(640, 360, image, Duration.ofSeconds(2)).make(title);
    }

    private static List<Picture> decode(Slate slate) {
        List<Picture> pictures = new ArrayList<>();
        try (var decoder = new H264Decoder(slate.format().configuration())) {
            for (byte[] unit : slate.pictures()) {
                decoder.decode(
                        unit,
                        0,
                        (_, picture, whole) -> {
                            assertThat(whole).isTrue();
                            pictures.add(picture);
                        });
            }
        }
        return pictures;
    }

    private static byte[] luma(Slate slate) {
        return decode(slate).getFirst().luma();
    }

    private static int luma(Picture picture, int x, int y) {
        return picture.luma()[y * picture.width() + x] & 0xFF;
    }

    /** Which part of it is as bright as letters. */
    private static double bright(Picture picture) {
        int count = 0;
        for (byte luma : picture.luma()) {
            count += (luma & 0xFF) > 150 ? 1 : 0;
        }
        return (double) count / picture.luma().length;
    }

    /** One colour, eight bits a channel, no filter: RFC 2083. */
    private static byte[] png(int width, int height, int rgb) {
        ByteBuffer rows = ByteBuffer.allocate(height * (1 + 3 * width));
        for (int y = 0; y < height; y++) {
            rows.put((byte) 0);
            for (int x = 0; x < width; x++) {
                rows.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
            }
        }
        byte[] packed = new byte[rows.capacity() + 100];
        int size;
        try (var deflater = new Deflater()) {
            deflater.setInput(rows.array());
            deflater.finish();
            size = deflater.deflate(packed);
        }
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        byte[] head = {8, 2, 0, 0, 0};
        chunk(out, "IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put(head).array());
        chunk(out, "IDAT", ByteBuffer.allocate(size).put(packed, 0, size).array());
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        ByteBuffer body = ByteBuffer.allocate(4 + data.length);
        body.put(type.getBytes(StandardCharsets.US_ASCII));
        body.put(data);
        var crc = new CRC32();
        crc.update(body.array());
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(body.array());
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
