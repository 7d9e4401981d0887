package io.sipcast.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Beeps and flashes: a 1 kHz tone for 100 ms and a white picture for 120 ms at each full second, 60
 * s long, beside a test card that moves. Made once a build by ffmpeg.
 */
public final class TestMedia {
    private static final Path FOLDER = Path.of("target", "peers", "media").toAbsolutePath();
    private static final String BEEPS =
            "aevalsrc=0.5*sin(2*PI*1000*t)*lt(mod(t\\,1)\\,0.1):s=8000:d=60";
    private static final String FLASHES =
            "testsrc2=s=640x360:r=25:d=60,"
                    + "drawbox=c=white:t=fill:enable='lt(mod(t\\,1)\\,0.12)',format=yuv420p";

    private TestMedia() {}

    /** Beeps, 8 kHz mono, 16 bits. */
    public static Path beepsWav() {
        return made("beeps.wav", "-f", "lavfi", "-i", BEEPS, "-c:a", "pcm_s16le");
    }

    /** The same at 16 kHz, for codecs of that rate. */
    public static Path wideBeepsWav() {
        return made("beeps16.wav", "-f", "lavfi", "-i", BEEPS, "-ar", "16000", "-c:a", "pcm_s16le");
    }

    /** Beeps, 48 kHz, the same in both channels, 16 bits. */
    public static Path beepsStereoWav() {
        String full = BEEPS.replace("s=8000", "s=48000");
        String both = full + ",pan=stereo|c0=c0|c1=c0"; // else each gets its half of the power
        return made("stereo.wav", "-f", "lavfi", "-i", both, "-c:a", "pcm_s16le");
    }

    /** Beeps of 1 kHz on the left and of 500 Hz on the right, 48 kHz, 16 bits. */
    public static Path twoBeepsWav() {
        String left = BEEPS.replace(":s=8000:d=60", "");
        String right = left.replace("aevalsrc=", "").replace("PI*1000", "PI*500");
        String both = left + "|" + right + ":s=48000:d=60";
        return made("two.wav", "-f", "lavfi", "-i", both, "-c:a", "pcm_s16le");
    }

    /** Beeps as raw mu-law. */
    public static Path beepsMulaw() {
        return made("beeps.ul", "-f", "lavfi", "-i", BEEPS, "-f", "mulaw");
    }

    /** Beeps as raw mu-law, but of 500 Hz: somebody else's. */
    public static Path lowBeepsMulaw() {
        String low = BEEPS.replace("PI*1000", "PI*500");
        return made("low.ul", "-f", "lavfi", "-i", low, "-f", "mulaw");
    }

    /** Beeps as raw A-law. */
    public static Path beepsAlaw() {
        return made("beeps.al", "-f", "lavfi", "-i", BEEPS, "-f", "alaw");
    }

    /** Flashes as H.264 constrained baseline 640x360@25 in Annex B, a key frame each second. */
    public static Path flashesH264() {
        List<String> options = new ArrayList<>(List.of("-f", "lavfi", "-i", FLASHES));
        options.addAll(baseline());
        options.addAll(List.of("-bsf:v", "h264_metadata=aud=insert", "-f", "h264"));
        return made("flashes.h264", options.toArray(String[]::new));
    }

    /** Beeps and flashes as H.265 and Opus in Matroska: what enhanced RTMP carries. */
    public static Path hevcAndOpus() {
        return made(
                "enhanced.mkv",
                "-f",
                "lavfi",
                "-i",
                FLASHES.replace("d=60", "d=30"),
                "-f",
                "lavfi",
                "-i",
                BEEPS.replace("d=60", "d=30").replace("s=8000", "s=48000"),
                "-c:v",
                "libx265",
                "-preset",
                "ultrafast",
                "-x265-params",
                "keyint=25:bframes=0:log-level=error",
                "-c:a",
                "libopus",
                "-b:a",
                "48k");
    }

    /** Beeps and flashes in MP4, H.264 constrained baseline and AAC, for peers that play files. */
    public static Path mp4() {
        List<String> options =
                new ArrayList<>(List.of("-f", "lavfi", "-i", FLASHES, "-f", "lavfi", "-i", BEEPS));
        options.addAll(baseline());
        options.addAll(List.of("-c:a", "aac", "-ar", "48000", "-shortest"));
        return made("flashes.mp4", options.toArray(String[]::new));
    }

    /** The flashes alone in MP4: baresip 1.0 crashes on a file that has sound too. */
    public static Path flashesMp4() {
        return made("pictures.mp4", "-i", mp4().toString(), "-an", "-c:v", "copy");
    }

    private static List<String> baseline() {
        return List.of(
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-profile:v",
                "baseline",
                "-level",
                "3.1",
                "-b:v",
                "500k",
                "-g",
                "25",
                "-bf",
                "0",
                "-threads",
                "1",
                "-x264-params",
                "keyint=25:scenecut=0:slices=1");
    }

    private static synchronized Path made(String name, String... options) {
        Path file = FOLDER.resolve(name);
        if (Files.exists(file)) {
            return file;
        }
        try {
            Files.createDirectories(FOLDER);
            Path part = FOLDER.resolve("part-" + ProcessHandle.current().pid() + "-" + name);
            List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
            command.addAll(List.of(options));
            command.add(part.toString());
            PeerProcess.run(Duration.ofMinutes(2), command.toArray(String[]::new));
            return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
