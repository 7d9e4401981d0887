package io.sipcast.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.live.H264Spec;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real pictures through real codecs: what comes out is decoded and looked at. */
class H264TranscoderTest {
    private static final long PICTURE_NANOS = 40_000_000L;
    private static final H264Spec ANY = new H264Spec(0, 0, 0, Duration.ofSeconds(1));

    private final List<MediaUnit> made = new ArrayList<>();

    @Test
    void vp8BecomesH264PictureByPicture() {
        List<MediaUnit> source = Vp8Pictures.make(320, 180, 60);
        try (var transcoder = new H264Transcoder(ANY, format(source), 25)) {
            source.forEach(unit -> transcoder.transcode(unit, true, false, made::add));
        }

        assertThat(made).hasSize(60);
        assertThat(made).extracting(MediaUnit::ptsNanos).isEqualTo(times(source));
        assertThat(made).allMatch(unit -> unit.dtsNanos() == unit.ptsNanos());
        assertThat(keys()).containsExactly(0, 25, 50);
        assertThat(formats()).hasSize(1);
        assertThat(formats().getFirst()).hasToString("H264 320x180");
        List<Picture> shown = decode();
        assertThat(shown).hasSize(60);
        for (int i = 0; i < shown.size(); i++) {
            assertThat(meanOf(shown.get(i), 0, 320)).isCloseTo(Vp8Pictures.grey(i), within(6));
        }
    }

    @Test
    void oneSizeMeansBarsWhereTheShapeDiffers() {
        List<MediaUnit> source = Vp8Pictures.make(240, 240, 10);
        var spec = new H264Spec(640, 360, 0, Duration.ofSeconds(2));
        try (var transcoder = new H264Transcoder(spec, format(source), 25)) {
            source.forEach(unit -> transcoder.transcode(unit, true, false, made::add));
        }

        Picture last = decode().getLast();
        assertThat(last.width()).isEqualTo(640);
        assertThat(last.height()).isEqualTo(360);
        assertThat(meanOf(last, 0, 130)).as("left bar").isCloseTo(16, within(3));
        assertThat(meanOf(last, 510, 640)).as("right bar").isCloseTo(16, within(3));
        assertThat(meanOf(last, 150, 490)).isCloseTo(Vp8Pictures.grey(9), within(6));
    }

    @Test
    void anotherSizeIsAnotherFormatUnlessAllHaveOne() {
        List<MediaUnit> source = new ArrayList<>(Vp8Pictures.make(320, 180, 5));
        source.addAll(Vp8Pictures.later(Vp8Pictures.make(180, 320, 5), 5));
        try (var transcoder = new H264Transcoder(ANY, format(source), 25)) {
            source.forEach(unit -> transcoder.transcode(unit, true, false, made::add));
        }
        assertThat(formats())
                .extracting(Format.Video::toString)
                .containsExactly("H264 320x180", "H264 180x320");
        assertThat(keys()).containsExactly(0, 5);

        made.clear();
        var fixed = new H264Spec(320, 180, 0, Duration.ofSeconds(2));
        try (var transcoder = new H264Transcoder(fixed, format(source), 25)) {
            source.forEach(unit -> transcoder.transcode(unit, true, false, made::add));
        }
        assertThat(formats()).hasSize(1);
        assertThat(keys()).containsExactly(0);
        assertThat(meanOf(decode().getLast(), 0, 80)).as("bar").isCloseTo(16, within(3));
    }

    @Test
    void oddSizesAreRoundedUp() {
        List<MediaUnit> source = Vp8Pictures.make(321, 181, 3);
        try (var transcoder = new H264Transcoder(ANY, format(source), 25)) {
            source.forEach(unit -> transcoder.transcode(unit, true, false, made::add));
        }

        assertThat(formats().getFirst()).hasToString("H264 322x182");
        assertThat(decode()).hasSize(3);
    }

    @Test
    void whatIsTooLateIsDecodedAndNotShown() {
        List<MediaUnit> source = Vp8Pictures.make(320, 180, 10);
        try (var transcoder = new H264Transcoder(ANY, format(source), 25)) {
            for (int i = 0; i < source.size(); i++) {
                transcoder.transcode(source.get(i), i >= 7, false, made::add);
            }
        }

        assertThat(made).hasSize(3);
        assertThat(made.getFirst().key()).isTrue();
        assertThat(made.getFirst().ptsNanos()).isEqualTo(7 * PICTURE_NANOS);
        assertThat(meanOf(decode().getFirst(), 0, 320)).isCloseTo(Vp8Pictures.grey(7), within(6));
    }

    @Test
    void aKeyFrameThatIsAskedForComesAtOnce() {
        List<MediaUnit> source = Vp8Pictures.make(320, 180, 10);
        try (var transcoder = new H264Transcoder(ANY, format(source), 25)) {
            for (int i = 0; i < source.size(); i++) {
                transcoder.transcode(source.get(i), true, i == 4, made::add);
            }
        }

        assertThat(keys()).containsExactly(0, 4);
    }

    @Test
    void rubbishIsTheSendersFaultAndTheNextKeyFrameIsGoodAgain() {
        List<MediaUnit> source = Vp8Pictures.make(320, 180, 2);
        try (var transcoder = new H264Transcoder(ANY, format(source), 25)) {
            MediaUnit first = source.getFirst();
            var cut = new MediaUnit(first.format(), true, 0, 0, new byte[] {0x10, 2, 0, 1});
            assertThatThrownBy(() -> transcoder.transcode(cut, true, false, made::add))
                    .isInstanceOf(ProtocolException.class);
            source.forEach(unit -> transcoder.transcode(unit, true, false, made::add));
        }

        assertThat(made).hasSize(2);
    }

    /**
     * Made with x265, two B pictures in a row: they come in decoding order, and leave in time's.
     */
    @Test
    void h265BecomesH264InTheOrderOfDisplay() throws Exception {
        List<MediaUnit> source = H265Pictures.read();
        try (var transcoder = new H264Transcoder(ANY, format(source), 25)) {
            source.forEach(unit -> transcoder.transcode(unit, true, false, made::add));
        }

        assertThat(made).hasSizeGreaterThan(20);
        assertThat(made).extracting(MediaUnit::ptsNanos).isSorted().doesNotHaveDuplicates();
        assertThat(formats().getFirst()).hasToString("H264 320x180");
        assertThat(decode()).hasSameSizeAs(made);
    }

    private static Format.Video format(List<MediaUnit> units) {
        return (Format.Video) units.getFirst().format();
    }

    private static List<Long> times(List<MediaUnit> units) {
        return units.stream().map(MediaUnit::ptsNanos).toList();
    }

    private List<Integer> keys() {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            if (made.get(i).key()) {
                numbers.add(i);
            }
        }
        return numbers;
    }

    private List<Format.Video> formats() {
        return made.stream().map(unit -> (Format.Video) unit.format()).distinct().toList();
    }

    /** As a player would: anew with each format. */
    private List<Picture> decode() {
        List<Picture> pictures = new ArrayList<>();
        for (Format.Video format : formats()) {
            try (var decoder = new H264Decoder(format.configuration())) {
                made.stream()
                        .filter(unit -> unit.format().equals(format))
                        .forEach(unit ->
                                decoder.decode(
                                        unit.payload(),
                                        unit.ptsNanos(),
                                        (_, picture, whole) -> {
                                            assertThat(whole).isTrue();
                                            pictures.add(picture);
                                        }));
            }
        }
        return pictures;
    }

    /** The mean luma of some columns. */
    private static int meanOf(Picture picture, int fromColumn, int toColumn) {
        long sum = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = fromColumn; x < toColumn; x++) {
                sum += picture.luma()[y * picture.width() + x] & 0xFF;
            }
        }
        return (int) (sum / ((long) picture.height() * (toColumn - fromColumn)));
    }
}
