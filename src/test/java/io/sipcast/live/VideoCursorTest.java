package io.sipcast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VideoCursorTest {
    private static final long MILLIS = 1_000_000;

    private final Track real = new Track();
    private final Track other = new Track();
    private final VideoCursor cursor = new VideoCursor(real, _ -> true);

    @Test
    void changesAtTheNextKeyFrameAndTakesWhatComesBefore() {
        add(real, "a", 0, true);
        add(real, "a", 40, false);
        assertThat(take()).containsExactly("a0!", "a40");

        cursor.follow(other);
        add(real, "a", 80, false);
        add(other, "b", 60, false);
        assertThat(take()).containsExactly("a80");
        add(other, "b", 120, true);
        add(other, "b", 160, false);
        add(real, "a", 100, false);
        add(real, "a", 140, false);

        assertThat(take()).containsExactly("a100", "b120!", "b160");
    }

    @Test
    void neverGoesBack() {
        add(real, "a", 0, true);
        add(real, "a", 500, false);
        assertThat(take()).containsExactly("a0!", "a500");

        cursor.follow(other);
        add(other, "b", 300, true);
        add(other, "b", 500, true);
        add(other, "b", 540, false);
        assertThat(take()).isEmpty();
        add(other, "b", 600, true);

        assertThat(take()).containsExactly("b600!");
    }

    @Test
    void comesBackInTheSameWay() {
        add(real, "a", 0, true);
        cursor.follow(other);
        add(other, "b", 1000, true);
        assertThat(take()).containsExactly("a0!", "b1000!");

        cursor.follow(real);
        add(real, "a", 1040, false); // what it needs was not given
        add(other, "b", 1100, false);
        add(real, "a", 1200, true);
        add(real, "a", 1240, false);

        assertThat(take()).containsExactly("b1100", "a1200!", "a1240");
    }

    @Test
    void whoWaitsForAKeyFrameTakesTheOtherTracksAtOnce() {
        cursor.follow(other);
        add(real, "a", 0, true);
        add(other, "b", 20, true);
        cursor.skip();

        assertThat(take()).containsExactly("b20!");
    }

    @Test
    void beginsInTheTrackThatIsWanted() {
        add(real, "a", 0, true);
        add(other, "b", 20, true);
        cursor.follow(other);

        assertThat(cursor.start()).isEqualTo(20 * MILLIS);
        assertThat(take()).containsExactly("b20!");
    }

    private List<String> take() {
        List<String> taken = new ArrayList<>();
        for (MediaUnit unit = cursor.peek(); unit != null; unit = cursor.peek()) {
            cursor.take(unit);
            String track = unit.payload()[0] == 'a' ? "a" : "b";
            taken.add(track + unit.dtsNanos() / MILLIS + (unit.key() ? "!" : ""));
        }
        return taken;
    }

    private static void add(Track track, String name, int millis, boolean key) {
        var format = new Format.Video(Format.VideoCodec.H264, Bytes.copyOf(new byte[1]), 64, 36);
        byte[] payload = {(byte) name.charAt(0)};
        track.add(new MediaUnit(format, key, millis * MILLIS, millis * MILLIS, payload));
    }
}
