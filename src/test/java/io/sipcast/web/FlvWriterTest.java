package io.sipcast.web;

import static io.sipcast.web.TestStream.picture;
import static io.sipcast.web.TestStream.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.sipcast.live.Expected;
import io.sipcast.live.Publication.Audio;
import io.sipcast.media.MediaUnit;
import org.junit.jupiter.api.Test;

/** What the header of an FLV stream announces, and when it is sent. */
class FlvWriterTest {
    @Test
    void waitsForBothTracksAndAnnouncesThem() {
        FlvWriter writer = writer(Audio.UNITS, true, sound(5000), sound(5020));
        assertThat(writer.size()).isZero();

        writer.add(picture(5040, true, 100));
        Flv flv = read(writer);

        assertThat(flv.hasAudio()).isTrue();
        assertThat(flv.hasVideo()).isTrue();
        assertThat(flv.words()).containsExactly("S", "AH", "A0", "A20", "VH", "V40!");
        assertThat(writer.size()).isZero();
    }

    @Test
    void announcesWhatIsExpectedAtOnceWhereThatIsAll() {
        Flv sound = read(writer(Audio.PCM, false, sound(0)));
        Flv picture = read(writer(Audio.NONE, true, picture(0, true, 9)));

        assertThat(sound.hasAudio()).isTrue();
        assertThat(sound.hasVideo()).isFalse();
        assertThat(sound.words()).containsExactly("S", "AH", "A0");
        assertThat(picture.hasAudio()).isFalse();
        assertThat(picture.hasVideo()).isTrue();
    }

    @Test
    void waitsNoLongerThanTwoSecondsOfMedia() {
        FlvWriter writer = writer(Audio.PCM, true, sound(0), sound(1999));
        assertThat(writer.size()).isZero();

        writer.add(sound(2000));
        Flv flv = read(writer);

        assertThat(flv.hasVideo()).isFalse();
        assertThat(flv.words()).containsExactly("S", "AH", "A0", "A1999", "A2000");
    }

    @Test
    void givesWhatItHoldsWhenTheStreamEnds() {
        FlvWriter writer = writer(Audio.PCM, true, sound(0));

        writer.end();

        assertThat(read(writer).words()).containsExactly("S", "AH", "A0");
    }

    @Test
    void hasNothingForAStreamWithoutAnything() {
        FlvWriter writer = writer(Audio.PCM, true);

        writer.end();

        assertThat(writer.size()).isZero();
    }

    private static Flv read(FlvWriter writer) {
        ByteBuf taken = Unpooled.buffer(writer.size());
        writer.take(taken);
        return Flv.read(ByteBufUtil.getBytes(taken));
    }

    private static FlvWriter writer(Audio audio, boolean video, MediaUnit... units) {
        var writer = new FlvWriter(Expected.of(TestStream.publication(audio, video)));
        for (MediaUnit unit : units) {
            writer.add(unit);
        }
        return writer;
    }
}
