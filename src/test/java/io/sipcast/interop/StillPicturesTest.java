package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.peer.PeerProcess;
import io.sipcast.peer.Recording;
import io.sipcast.rtmp.codec.h264.AnnexB;
import io.sipcast.rtmp.codec.h264.Avcc;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import io.sipcast.rtmp.codec.h264.IdrPicture;
import io.sipcast.rtmp.codec.h264.NalType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Key frames of x264 that are shown again and again, as ffmpeg's parser and decoder have them. */
@Tag("interop")
class StillPicturesTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Pattern NUMBER = Pattern.compile("idr_pic_id +\\S+ = (\\d+)");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-profile:v baseline",
                "-profile:v main",
                "-profile:v high -slices 3",
                "-profile:v high -coder 0",
                "-profile:v high422 -pix_fmt yuv422p",
                "-profile:v high -flags +ildct+ilme", // frames of macroblocks that may be fields
            })
    void theyDifferInTheirNumberAlone(String options) throws Exception {
        Path folder = PeerProcess.folder("stills");
        List<byte[]> nals = keyFrame(folder.resolve("original.h264"), options);
        List<byte[]> sets = of(nals, NalType.SPS, NalType.PPS);
        byte[] picture = Avcc.join(of(nals, NalType.IDR, NalType.SEI));
        List<byte[]> twice = IdrPicture.twice(configuration(nals), picture);

        Path file = folder.resolve("again.h264");
        List<byte[]> all = new ArrayList<>(sets);
        for (byte[] each : List.of(picture, twice.get(0), twice.get(1), twice.get(0))) {
            all.addAll(Avcc.split(each, 4));
        }
        Files.write(file, AnnexB.join(all));

        assertThat(numbers(file)).containsExactly("0", "60001", "60002", "60001");
        List<String> hashes = new Recording(file).pictureHashes();
        assertThat(hashes).hasSize(4);
        assertThat(hashes.stream().distinct()).hasSize(1);
    }

    private static List<byte[]> keyFrame(Path file, String options) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "ffmpeg",
                                "-v",
                                "error",
                                "-f",
                                "lavfi",
                                "-i",
                                "testsrc2=s=320x192"));
        command.addAll(List.of("-frames:v", "1", "-c:v", "libx264", "-threads", "1"));
        command.addAll(List.of("-pix_fmt", "yuv420p"));
        command.addAll(Arrays.asList(options.split(" ")));
        command.add(file.toString());
        PeerProcess.run(LIMIT, command.toArray(String[]::new));
        return AnnexB.split(Files.readAllBytes(file));
    }

    private static Bytes configuration(List<byte[]> nals) {
        return new DecoderConfiguration(
                        4,
                        of(nals, NalType.SPS).stream().map(Bytes::copyOf).toList(),
                        of(nals, NalType.PPS).stream().map(Bytes::copyOf).toList())
                .print();
    }

    private static List<byte[]> of(List<byte[]> nals, int... types) {
        return nals.stream()
                .filter(nal -> Arrays.stream(types).anyMatch(type -> type == NalType.of(nal[0])))
                .toList();
    }

    /** idr_pic_id of each picture, in ffmpeg's words. */
    private static List<String> numbers(Path file) {
        String trace =
                PeerProcess.run(
                        LIMIT,
                        "ffmpeg",
                        "-i",
                        file.toString(),
                        "-c",
                        "copy",
                        "-bsf:v",
                        "trace_headers",
                        "-f",
                        "null",
                        "-");
        List<String> numbers = new ArrayList<>();
        NUMBER.matcher(trace)
                .results()
                .map(found -> found.group(1))
                .forEach(number -> {
                    if (numbers.isEmpty() || !numbers.getLast().equals(number)) {
                        numbers.add(number);
                    }
                });
        return numbers;
    }
}
