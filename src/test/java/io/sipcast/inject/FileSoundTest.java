package io.sipcast.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.sipcast.media.Pcm;
import io.sipcast.media.ToneMeter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
        int before = openFiles(file);
        sound.close();

        assertThat(before).isEqualTo(1);
        await().until(() -> openFiles(file) == 0);
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

    /** How often this process has the file open. */
    private static int openFiles(Path file) throws IOException {
        int count = 0;
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                try {
                    count += Files.readSymbolicLink(descriptor).equals(file.toRealPath()) ? 1 : 0;
                } catch (IOException _) {
                    // closed meanwhile
                }
            }
        }
        return count;
    }

    private Path tone(String name, int rateHz, int seconds) throws IOException {
        int size = rateHz * seconds * 2;
        ByteBuffer out = ByteBuffer.allocate(44 + size).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + size);
        out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        out.putShort((short) 1).putShort((short) 1).putInt(rateHz);
        out.putInt(rateHz * 2).putShort((short) 2).putShort((short) 16);
        out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(size);
        for (short sample : ToneMeter.tone(440, 10_000, rateHz, 0, rateHz * seconds)) {
            out.putShort(sample);
        }
        return Files.write(folder.resolve(name), out.array());
    }
}
