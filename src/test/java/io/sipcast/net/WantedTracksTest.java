package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.flv.UnitWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WantedTracksTest {
    private final WantedTracks wanted = new WantedTracks();
    private final UnitWriter writer = new UnitWriter();
    private final List<String> passed = new ArrayList<>();

    @Test
    void everythingIsWantedAtFirst() {
        add(TestUnits.picture(0, true), TestUnits.sound(0), TestUnits.picture(40, false));
        assertThat(passed).containsExactly("VIDEO 0", "VIDEO 0", "AUDIO 0", "AUDIO 0", "VIDEO 40");
    }

    @Test
    void headersPassAndPicturesComeBackWithAKeyFrame() {
        wanted.want(false, false);
        add(TestUnits.picture(0, true), TestUnits.sound(0), TestUnits.picture(40, false));
        assertThat(passed).containsExactly("VIDEO 0", "AUDIO 0"); // sequence headers

        passed.clear();
        wanted.want(true, true);
        add(TestUnits.picture(80, false), TestUnits.sound(80), TestUnits.picture(120, true));
        add(TestUnits.picture(160, false));
        assertThat(passed).containsExactly("AUDIO 80", "VIDEO 120", "VIDEO 160");
    }

    @Test
    void soundAloneMayBeSwitchedOff() {
        add(TestUnits.picture(0, true), TestUnits.sound(0));
        passed.clear();
        wanted.want(false, true);
        add(TestUnits.picture(40, false), TestUnits.sound(40));
        assertThat(passed).containsExactly("VIDEO 40");
    }

    private void add(MediaUnit... units) {
        for (MediaUnit unit : units) {
            writer.process(
                    unit,
                    tag -> {
                        if (wanted.pass(tag)) {
                            passed.add(tag.type() + " " + tag.timestampMillis());
                        }
                    });
        }
    }
}
