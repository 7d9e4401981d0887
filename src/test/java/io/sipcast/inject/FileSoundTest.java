package io.sipcast.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.sipcast.media.Pcm;
import io.sipcast.media.ToneMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSoundTest {
    @TempDir private Path folder;

    @Test
    void isPlayedOnceAndNeverMoreThanASecondAhead() throws Exception {
        Path file = tone("long.wav", 48_000, 30);
        short[] heard = new short[30 * 8000];
        int count = 0;
        try (FileSound sound = FileSound.open(file, "long.wav", 8000)) {
            long end = 0;
            while (!sound.ended()) {
                Pcm block = sound.sound(0);
                if (block == null) {
                    Thread.onSpinWait();
                    continue;
                }
                assertThat(block.startNanos()).isEqualTo(end);
                end = block.endNanos();
                assertThat(block.samples()).hasSizeLessThanOrEqualTo(160);
                System.arraycopy(block.samples(), 0, heard, count, block.samples().length);
                count += block.samples().length;
            }
            assertThat(sound.sound(0)).isNull();
        }
        assertThat(count).isBetween(30 * 8000 - 80, 30 * 8000);
        assertThat(ToneMeter.hz(Arrays.copyOf(heard, count), 8000)).isCloseTo(440, within(0.5));
        assertThat(ToneMeter.dbfs(heard)).isCloseTo(-13.3, within(0.2));
    }

    @Test
    void whoIsClosedLetsGoOfTheFile() throws Exception {
        Path file = tone("long.wav", 8000, 30);
        FileSound sound = FileSound.open(file, "long.wav", 8000);
        int before = OpenFiles.of(file);
        sound.close();

        assertThat(before).isEqualTo(1);
        await().until(() -> OpenFiles.of(file) == 0);
    }

    @Test
    void aShortSoundIsWholeAndABrokenOneSaysWhatIsWrong() throws Exception {
        try (FileSound sound = FileSound.open(tone("short.wav", 8000, 1), "short.wav", 8000)) {
            assertThat(sound.name()).isEqualTo("short.wav");
            assertThat(sound.exact()).isTrue();
            assertThat(sound.ended()).isFalse();
        }
        Path text = Files.writeString(folder.resolve("text.wav"), "no sound at all");
        assertThatThrownBy(() -> FileSound.open(text, "text.wav", 8000))
                .isInstanceOfSatisfying(
                        InjectionRefused.class,
                        e -> assertThat(e.reason()).isEqualTo(InjectionRefused.Reason.BAD_FIELD))
                .hasMessageStartingWith("The file text.wav can't be played. It is no sound file");
        Path silent = tone("silent.wav", 8000, 0);
        assertThatThrownBy(() -> FileSound.open(silent, "silent.wav", 8000))
                .isInstanceOf(InjectionRefused.class)
                .hasMessageStartingWith("The file silent.wav can't be played.");
    }

    private Path tone(String name, int rateHz, int seconds) throws IOException {
        return TestSounds.tone(folder.resolve(name), 440, rateHz, seconds * 1000);
    }
}
