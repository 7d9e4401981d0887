package io.sipcast.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.live.Expected;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.mp4.Mp4File;
import io.sipcast.mp4.Mp4Writer;
import io.sipcast.rtmp.codec.aac.AudioSpecificConfig;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which units go into which file, in virtual time. */
class FileCutterTest {
    private static final long MILLI = 1_000_000;
    private static final Format.Video VIDEO = video(1);
    private static final Format.Audio AUDIO = audio(48_000);
    private static final FileCutter.Limits NONE =
            new FileCutter.Limits(Long.MAX_VALUE, Long.MAX_VALUE);
    private static final Expected BOTH = new Expected(true, true, Duration.ZERO);

    /** Files as they would be on a disk. */
    private static final class Collected implements FileCutter.Files {
        private final List<byte[]> done = new ArrayList<>();
        private final List<Long> began = new ArrayList<>();
        private ByteArrayOutputStream open = new ByteArrayOutputStream();

        @Override
        public void begin(byte[] header, long atMillis) {
            open = new ByteArrayOutputStream();
            open.writeBytes(header);
            began.add(atMillis);
        }

        @Override
        public void append(byte[] bytes) {
            open.writeBytes(bytes);
        }

        @Override
        public void end(Mp4Writer.Patch patch) {
            byte[] file = open.toByteArray();
            System.arraycopy(
                    patch.bytes().toArray(), 0, file, (int) patch.at(), patch.bytes().size());
            done.add(file);
        }

        List<Mp4File> read() {
            return done.stream().map(Mp4File::new).toList();
        }
    }

    private final Collected files = new Collected();

    @Test
    void waitsForBothTracksAndKeepsTheirDistance() {
        var cutter = new FileCutter(NONE, BOTH, 0, files);
        cutter.add(sound(100));
        cutter.add(sound(121));
        cutter.add(picture(130, true));
        cutter.add(sound(142));
        cutter.end();

        Mp4File file = files.read().getFirst();
        assertThat(file.samples(1)).hasSize(1);
        assertThat(file.samples(1).getFirst().decode()).isEqualTo(30 * 90);
        assertThat(file.samples(2)).hasSize(3);
        assertThat(file.samples(2).getFirst().decode()).isZero();
    }

    @Test
    void doesNotWaitForEverForPictures() {
        var cutter = new FileCutter(NONE, BOTH, 0, files);
        for (int at = 0; at < 4000; at += 20) {
            cutter.add(sound(at));
        }
        cutter.end();

        assertThat(files.read()).hasSize(1);
        assertThat(files.read().getFirst().timescales()).containsExactly(Map.entry(1, 48_000));
        assertThat(files.read().getFirst().samples(1)).hasSize(200);
    }

    @Test
    void picturesThatComeLateBeginAnotherFileWithThem() {
        var cutter = new FileCutter(NONE, BOTH, 0, files);
        for (int at = 0; at < 3000; at += 20) {
            cutter.add(sound(at));
        }
        cutter.add(picture(3000, true));
        cutter.add(sound(3001));
        cutter.end();

        assertThat(files.read()).hasSize(2);
        assertThat(files.read().get(1).samples(1)).hasSize(1);
        assertThat(files.read().get(1).samples(2)).hasSize(1);
    }

    @Test
    void anotherSizeOfPicturesBeginsAnotherFile() {
        Format.Video other = video(2);
        var cutter = new FileCutter(NONE, BOTH, 0, files);
        both(cutter, 0, 2000, VIDEO);
        both(cutter, 2000, 4000, other);
        cutter.end();

        List<Mp4File> read = files.read();
        assertThat(read).hasSize(2);
        assertThat(read.get(0).configurations().get(1)).isEqualTo(VIDEO.configuration().toArray());
        assertThat(read.get(1).configurations().get(1)).isEqualTo(other.configuration().toArray());
        assertThat(read.get(0).samples(1)).hasSize(50);
        assertThat(read.get(1).samples(1)).hasSize(50);
        assertThat(read.get(0).samples(2).size() + read.get(1).samples(2).size()).isEqualTo(200);
        assertThat(read.get(1).samples(1).getFirst().decode()).isZero();
        assertThat(cutter.left()).isZero();
    }

    @Test
    void aFileThatIsLongEnoughEndsAtAKeyFrameAndNothingIsLost() {
        var limits = new FileCutter.Limits(Long.MAX_VALUE, 2500 * MILLI);
        var cutter = new FileCutter(limits, BOTH, 1_700_000_000_000L, files);
        both(cutter, 0, 10_000, VIDEO);
        cutter.end();

        List<Mp4File> read = files.read();
        assertThat(read).hasSize(4);
        assertThat(read).allMatch(file -> file.samples(1).getFirst().key());
        assertThat(read.stream().mapToInt(file -> file.samples(1).size()).sum()).isEqualTo(250);
        assertThat(read.stream().mapToInt(file -> file.samples(2).size()).sum()).isEqualTo(500);
        assertThat(files.began)
                .containsExactly(
                        1_700_000_000_000L,
                        1_700_000_003_000L,
                        1_700_000_006_000L,
                        1_700_000_009_000L);
    }

    @Test
    void aFileThatIsLargeEnoughEndsAtAKeyFrame() {
        var cutter = new FileCutter(new FileCutter.Limits(50_000, Long.MAX_VALUE), BOTH, 0, files);
        both(cutter, 0, 10_000, VIDEO);
        cutter.end();

        assertThat(files.done).hasSizeGreaterThan(2);
        assertThat(files.done.getFirst().length).isBetween(50_000, 100_000);
    }

    /** Then no key frame comes that one could wait for. */
    @Test
    void aFileOfSoundEndsToo() {
        var cutter =
                new FileCutter(
                        new FileCutter.Limits(Long.MAX_VALUE, 1000 * MILLI),
                        new Expected(true, false, Duration.ZERO),
                        0,
                        files);
        for (int at = 0; at < 3000; at += 20) {
            cutter.add(sound(at));
        }
        cutter.end();

        assertThat(files.read()).hasSize(3);
    }

    @Test
    void afterAFailureTheNextFileBeginsAtAKeyFrame() {
        var cutter = new FileCutter(NONE, BOTH, 0, files);
        both(cutter, 0, 500, VIDEO);
        cutter.giveUp();
        both(cutter, 500, 3000, VIDEO);
        cutter.end();

        Mp4File file = files.read().getFirst();
        assertThat(files.done).hasSize(1);
        assertThat(file.samples(1)).hasSize(50);
        assertThat(file.samples(1).getFirst().key()).isTrue();
        assertThat(cutter.left()).isEqualTo(12);
    }

    @Test
    void whatMp4DoesNotGetIsCounted() {
        var h265 = new Format.Video(Format.VideoCodec.H265, Bytes.EMPTY, 2, 2);
        var cutter = new FileCutter(NONE, BOTH, 0, files);
        var strange =
                new Format.Audio(Format.AudioCodec.AAC, Bytes.copyOf(new byte[300]), 48_000, 1);
        cutter.add(new MediaUnit(h265, true, 0, 0, new byte[3]));
        cutter.add(new MediaUnit(strange, true, 0, 0, new byte[3]));
        cutter.end();

        assertThat(files.done).isEmpty();
        assertThat(cutter.left()).isEqualTo(2);
    }

    /** 25 pictures a second, a key frame each, and 50 pieces of sound. */
    private static void both(FileCutter cutter, int from, int to, Format.Video format) {
        for (int at = from; at < to; at += 20) {
            if (at % 40 == 0) {
                cutter.add(picture(at, at % 1000 == 0, format));
            }
            cutter.add(sound(at));
        }
    }

    private static MediaUnit picture(long millis, boolean key) {
        return picture(millis, key, VIDEO);
    }

    private static MediaUnit picture(long millis, boolean key, Format.Video format) {
        return new MediaUnit(format, key, millis * MILLI, millis * MILLI, new byte[900]);
    }

    private static MediaUnit sound(long millis) {
        return new MediaUnit(AUDIO, true, millis * MILLI, millis * MILLI, new byte[100]);
    }

    private static Format.Video video(int size) {
        byte[] configuration = {1, 66, 0, 30, -1, -31, 0, 0, (byte) size};
        return new Format.Video(
                Format.VideoCodec.H264, Bytes.copyOf(configuration), 320 * size, 180 * size);
    }

    private static Format.Audio audio(int hz) {
        return new Format.Audio(
                Format.AudioCodec.AAC, AudioSpecificConfig.lc(hz, 1).print(), hz, 1);
    }
}
