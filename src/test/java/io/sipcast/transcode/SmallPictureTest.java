package io.sipcast.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.live.Slate;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Small pictures, read by another decoder than the one that belongs to their encoder. */
class SmallPictureTest {
    private static final Slate SLATE =
            new SlateMaker(1280, 720, Optional.empty(), Duration.ofSeconds(1)).make("AUDIO");

    @Test
    void aKeyFrameIsMadeSmallerInItsShape() throws IOException {
        BufferedImage small = decoded(480);

        assertThat(small.getWidth()).isEqualTo(480);
        assertThat(small.getHeight()).isEqualTo(270);
    }

    @Test
    void whatIsSmallStaysAsItIs() throws IOException {
        assertThat(decoded(4000).getWidth()).isEqualTo(1280);
    }

    /** Brightness in sixteenths of the picture is that of the picture that was painted. */
    @Test
    void itLooksLikeThePictureItIsOf() throws IOException {
        BufferedImage small = decoded(480);
        Picture painted = SlatePainter.paint(1280, 720, "AUDIO");
        double least = 255;
        double most = 0;
        for (int part = 0; part < 16; part++) {
            double seen = brightness(small, part);
            assertThat(seen).as("part %d", part).isCloseTo(brightness(painted, part), within(4.0));
            least = Math.min(least, seen);
            most = Math.max(most, seen);
        }
        assertThat(most - least).as("there is something to be seen").isGreaterThan(5);
    }

    @Test
    void whatIsNoPictureIsRefused() {
        byte[] rubbish = {0, 0, 0, 4, 0x65, 1, 2, 3};
        assertThatThrownBy(() -> SmallPicture.jpeg(SLATE.format(), rubbish, 480))
                .isInstanceOf(ProtocolException.class);
    }

    private static BufferedImage decoded(int mostWidth) throws IOException {
        byte[] jpeg = SmallPicture.jpeg(SLATE.format(), SLATE.pictures().getFirst(), mostWidth);
        assertThat(jpeg.length).isLessThan(60_000);
        return ImageIO.read(new ByteArrayInputStream(jpeg));
    }

    private static double brightness(BufferedImage image, int part) {
        int width = image.getWidth() / 4;
        int height = image.getHeight() / 4;
        double sum = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int rgb = image.getRGB(part % 4 * width + x, part / 4 * height + y);
                sum += 0.299 * (rgb >> 16 & 255) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255);
            }
        }
        return sum / (width * height);
    }

    /** In the range of JPEG. */
    private static double brightness(Picture picture, int part) {
        int width = picture.width() / 4;
        int height = picture.height() / 4;
        double sum = 0;
        for (int y = 0; y < height; y++) {
            int row = (part / 4 * height + y) * picture.width() + part % 4 * width;
            for (int x = 0; x < width; x++) {
                sum += ((picture.luma()[row + x] & 255) - 16) * 255.0 / 219;
            }
        }
        return sum / (width * height);
    }
}
