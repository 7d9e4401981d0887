package io.sipcast.rtmp.flv;

import static io.sipcast.rtmp.flv.Units.AUDIO;
import static io.sipcast.rtmp.flv.Units.VIDEO;
import static io.sipcast.rtmp.flv.Units.inter;
import static io.sipcast.rtmp.flv.Units.key;
import static io.sipcast.rtmp.flv.Units.picture;
import static io.sipcast.rtmp.flv.Units.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnitWriterTest {
    private static final String VIDEO_HEADER = "VIDEO 1700000000" + VIDEO.configuration();
    private static final String AUDIO_HEADER = "AUDIO af00" + AUDIO.configuration();
    private static final String KEY = "VIDEO 1701000000000000026511";
    private static final String INTER = "VIDEO 2701000000000000024111";
    private static final String SOUND = "AUDIO af012110";
    private static final String OTHER_SPS =
            "677a000bb6cd9430fe2237011000000300100000030320f1429960";
    private static final Format.Video OTHER = Units.video(OTHER_SPS);

    private final UnitWriter writer = new UnitWriter();

    @Test
    void headersComeOnceAndTimeBeginsAtNought() {
        assertThat(write(key(500), sound(500.4), inter(540), sound(521.7)))
                .containsExactly(
                        "0 " + VIDEO_HEADER,
                        "0 " + KEY,
                        "0 " + AUDIO_HEADER,
                        "0 " + SOUND,
                        "40 " + INTER,
                        "22 " + SOUND);
    }

    @Test
    void picturesBeginWithAKeyFrame() {
        assertThat(write(inter(0), sound(10), inter(40), key(80), inter(120)))
                .containsExactly(
                        "0 " + AUDIO_HEADER,
                        "0 " + SOUND,
                        "70 " + VIDEO_HEADER,
                        "70 " + KEY,
                        "110 " + INTER);
    }

    @Test
    void aNewFormatIsToldWithItsKeyFrame() {
        Format.Video other = OTHER;
        write(key(0));

        assertThat(
                        write(
                                picture(other, false, 40, 40),
                                picture(other, true, 80, 80),
                                picture(other, false, 120, 120)))
                .containsExactly(
                        "80 VIDEO 1700000000" + other.configuration(),
                        "80 " + withSets(OTHER_SPS),
                        "120 " + INTER);
    }

    /** Who copies them and passes the new header over can decode them all the same. */
    @Test
    void keyFramesOfAllFormatsButTheFirstBringTheirParameterSets() {
        assertThat(write(key(0), picture(OTHER, true, 40, 40), picture(OTHER, true, 80, 80)))
                .containsExactly(
                        "0 " + VIDEO_HEADER,
                        "0 " + KEY,
                        "40 VIDEO 1700000000" + OTHER.configuration(),
                        "40 " + withSets(OTHER_SPS),
                        "80 " + withSets(OTHER_SPS));
        assertThat(write(key(120)))
                .containsExactly("120 " + VIDEO_HEADER, "120 " + withSets(Units.SPS));
    }

    @Test
    void aConfigurationThatCannotBeReadKeepsNoPictureBack() {
        var strange = new Format.Video(Format.VideoCodec.H264, Units.bytes("02"), 640, 360);
        assertThat(write(key(0), picture(strange, true, 40, 40)))
                .endsWith("40 VIDEO 170000000002", "40 " + KEY);
    }

    /** Who is led begins to be so only where nothing is missed that it would have got. */
    @Test
    void whoHasHadTwoFormatsIsNotWhereOneWithOneIs() {
        var one = new UnitWriter();
        one.process(picture(OTHER, true, 40, 40), _ -> {});
        write(key(0), picture(OTHER, true, 40, 40));

        assertThat(writer.isWhere(one)).isFalse();
        assertThat(one.isWhere(writer)).isTrue();
        one.goOnFrom(writer, 0);
        assertThat(writer.isWhere(one)).isTrue();
    }

    private static String withSets(String sps) {
        return "VIDEO 1701000000%08x%s%08x%s000000026511"
                .formatted(sps.length() / 2, sps, Units.PPS.length() / 2, Units.PPS);
    }

    @Test
    void picturesThatFlvHasNoNumberForAreDropped() {
        var vp8 = new Format.Video(Format.VideoCodec.VP8, Bytes.EMPTY, 640, 360);
        assertThat(write(sound(0), picture(vp8, true, 0, 0), picture(vp8, false, 40, 40), key(80)))
                .containsExactly(
                        "0 " + AUDIO_HEADER, "0 " + SOUND, "80 " + VIDEO_HEADER, "80 " + KEY);
    }

    /** Enhanced RTMP: 1, frame type, packet type, the four letters; pts - dts only where it is. */
    @Test
    void h265GoesByItsFourLetters() {
        var h265 = new Format.Video(Format.VideoCodec.H265, Units.bytes("0101600000"), 640, 360);
        assertThat(
                        write(
                                picture(h265, true, 0, 0),
                                picture(h265, false, 40, 120),
                                picture(h265, false, 80, 80)))
                .containsExactly(
                        "0 VIDEO 9068766331" + "0101600000",
                        "0 VIDEO 9368766331" + "000000026511",
                        "40 VIDEO a168766331" + "000050" + "000000024111",
                        "80 VIDEO a368766331" + "000000024111");
    }

    @Test
    void pictureOrderGoesIntoTheCompositionTime() {
        assertThat(write(picture(VIDEO, true, 1000, 1080)))
                .contains("0 VIDEO 1701000050000000026511");
    }

    @Test
    void timeRisesWithinATrackWhateverTheOtherDoes() {
        write(key(0), sound(100));
        assertThat(write(inter(40), inter(40.2), sound(60)))
                .containsExactly("40 " + INTER, "41 " + INTER, "101 " + SOUND);
    }

    @Test
    void roundingDoesNotAddUp() {
        double frame = 1024 * 1000 / 44_100.0;
        int frames = 2_000_000; // half a day
        List<FlvTag> last = new ArrayList<>();
        for (int i = 0; i <= frames; i++) {
            last.clear();
            writer.process(sound(i * frame), last::add);
        }
        assertThat(last.getLast().timestampMillis()).isEqualTo(Math.round(frames * frame));
    }

    private List<String> write(MediaUnit... units) {
        List<String> tags = new ArrayList<>();
        for (MediaUnit unit : units) {
            writer.process(
                    unit,
                    tag ->
                            tags.add(
                                    tag.timestampMillis()
                                            + " "
                                            + tag.type()
                                            + " "
                                            + HexFormat.of().formatHex(tag.body())));
        }
        return tags;
    }
}
