package io.sipcast.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.media.AacSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of our own making, decoded, resampled, and measured. */
class SoundFileTest {
    private static final int HZ = 440;

    @TempDir private Path folder;

    @Test
    void stereoComesAsMonoAtTheRateThatIsAskedFor() throws Exception {
        Path file = write("stereo.wav", wav(44_100, 2, 2.0));

        for (int rate : new int[] {8000, 16_000, 48_000}) {
            short[] samples = read(file, rate);
            assertThat((double) samples.length / rate).isBetween(1.98, 2.01);
            assertThat(hz(samples, rate)).isBetween(HZ - 2.0, HZ + 2.0);
            assertThat(rms(samples)).isBetween(7000.0, 7150.0); // of an amplitude of 10000
        }
    }

    @Test
    void aFileWithoutLengthsIsReadToItsEnd() throws Exception {
        byte[] wav = wav(8000, 1, 1.0);
        ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).putInt(4, -1).putInt(40, -1);

        assertThat(read(write("piped.wav", wav), 8000)).hasSize(8000);
    }

    @Test
    void whatIsCompressedIsDecoded() throws Exception {
        short[] samples = read(write("tone.aac", adts()), 8000);

        assertThat(hz(samples, 8000)).isBetween(HZ - 3.0, HZ + 3.0);
        assertThat(rms(samples)).isBetween(6500.0, 7300.0);
    }

    @Test
    void whatIsNoSoundFileSaysSo() throws Exception {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);

        assertThatThrownBy(() -> read(write("noise.wav", noise), 8000))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("It is no sound file");
        assertThatThrownBy(() -> read(write("empty.wav", new byte[0]), 8000))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aFileThatIsCutGivesWhatItHas() throws Exception {
        byte[] wav = wav(8000, 1, 1.0);
        byte[] cut = java.util.Arrays.copyOf(wav, 44 + 8000);

        assertThat(read(write("cut.wav", cut), 8000)).hasSize(4000);
    }

    /** Playlists that name another file, which is there and in order. */
    @Test
    void noOtherFileIsReachedFromWithinOne() throws Exception {
        Path secret = write("secret.wav", wav(8000, 1, 1.0));
        List<String> lists =
                List.of(
                        "ffconcat version 1.0\nfile '" + secret + "'\n",
                        "ffconcat version 1.0\nfile 'secret.wav'\n",
                        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n"
                                + secret.toUri()
                                + "\n#EXT-X-ENDLIST\n",
                        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsecret.wav\n#EXT-X-ENDLIST\n",
                        """
                        v=0
                        o=- 0 0 IN IP4 127.0.0.1
                        s=-
                        c=IN IP4 127.0.0.1
                        t=0 0
                        m=audio 40000 RTP/AVP 0
                        """);
        for (String list : lists) {
            Path file = write("list.wav", list.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> read(file, 8000)).as(list).isInstanceOf(IOException.class);
        }
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static short[] read(Path path, int rateHz) throws IOException {
        List<short[]> blocks = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(path);
                SoundFile file = SoundFile.open(channel, rateHz)) {
            for (short[] block = file.read(); block != null; block = file.read()) {
                blocks.add(block);
            }
        }
        ByteBuffer all = ByteBuffer.allocate(blocks.stream().mapToInt(b -> 2 * b.length).sum());
        blocks.forEach(block -> {
            for (short sample : block) {
                all.putShort(sample);
            }
        });
        short[] samples = new short[all.capacity() / 2];
        all.flip().asShortBuffer().get(samples);
        return samples;
    }

    /** A tone of 440 Hz and an amplitude of 10000 in every channel. */
    private static byte[] wav(int rateHz, int channels, double seconds) {
        int frames = (int) (rateHz * seconds);
        int size = frames * channels * 2;
        ByteBuffer out = ByteBuffer.allocate(44 + size).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + size);
        out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        out.putShort((short) 1).putShort((short) channels).putInt(rateHz);
        out.putInt(rateHz * channels * 2).putShort((short) (channels * 2)).putShort((short) 16);
        out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(size);
        for (int i = 0; i < frames; i++) {
            short value = (short) (10_000 * Math.sin(2 * Math.PI * HZ * i / rateHz));
            for (int channel = 0; channel < channels; channel++) {
                out.putShort(value);
            }
        }
        return out.array();
    }

    /** Two seconds of AAC with ADTS headers, ISO/IEC 13818-7 §6.2. */
    private static byte[] adts() {
        var out = new ByteArrayOutputStream();
        short[] tone = new short[96_000];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) (10_000 * Math.sin(2 * Math.PI * HZ * i / 48_000));
        }
        var settings = new AacSettings(48_000, 64_000, AacSettings.Coder.FAST, 8000);
        try (var encoder = new AacEncoder(settings)) {
            encoder.encode(
                    tone,
                    0,
                    tone.length,
                    (_, frame) -> {
                        int length = frame.length + 7;
                        out.write(0xFF);
                        out.write(0xF1);
                        out.write(0x4C); // LC, 48 kHz
                        out.write(0x40 | length >> 11); // one channel
                        out.write(length >> 3);
                        out.write((length & 7) << 5 | 0x1F);
                        out.write(0xFC);
                        out.writeBytes(frame);
                    });
        }
        return out.toByteArray();
    }

    private static double hz(short[] samples, int rateHz) {
        int crossings = 0;
        int from = samples.length / 4;
        int to = samples.length * 3 / 4;
        for (int i = from; i < to; i++) {
            crossings += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
        }
        return (double) crossings * rateHz / (to - from);
    }

    private static double rms(short[] samples) {
        double sum = 0;
        int from = samples.length / 4;
        int to = samples.length * 3 / 4;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return Math.sqrt(sum / (to - from));
    }
}
