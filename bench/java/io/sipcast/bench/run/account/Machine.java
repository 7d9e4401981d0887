package io.sipcast.bench.run.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where it was measured: a figure without this says nothing.
 *
 * @param cpu the model's name as the kernel has it
 * @param cores that there are
 * @param memoryMb that there is
 * @param kernel name and release
 * @param jdk of the gateway and of the bench
 * @param ffmpeg version, of the gateway's libraries and of the program beside it
 */
public record Machine(
        String cpu, int cores, long memoryMb, String kernel, String jdk, String ffmpeg) {
    private static final Pattern MODEL = Pattern.compile("(?m)^(?:model name|Model)\\s*:\\s*(.+)$");
    private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");

    /** This one. */
    public static Machine here(int cores, String ffmpeg) throws IOException {
        return new Machine(
                model(Files.readString(Path.of("/proc/cpuinfo"))),
                cores,
                totalMb(Files.readString(Path.of("/proc/meminfo"))),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                ffmpeg);
    }

    static String model(String cpuinfo) {
        Matcher model = MODEL.matcher(cpuinfo);
        return model.find() ? model.group(1).strip() : System.getProperty("os.arch", "unknown");
    }

    static long totalMb(String meminfo) {
        Matcher total = TOTAL.matcher(meminfo);
        return total.find() ? Long.parseLong(total.group(1)) / 1024 : 0;
    }

    /** In one line, for people. */
    public String describe() {
        return "%s, %d cores, %.0f GB, %s, Java %s, FFmpeg %s"
                .formatted(cpu, cores, memoryMb / 1024.0, kernel, jdk, ffmpeg);
    }
}
