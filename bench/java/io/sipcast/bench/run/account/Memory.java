package io.sipcast.bench.run.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What processes hold.
 *
 * @param residentKb pages in memory, those that are shared with others counted whole (RSS)
 * @param proportionalKb the same with shared pages divided among those that share them (PSS)
 */
public record Memory(long residentKb, long proportionalKb) {
    private static final Pattern LINE = Pattern.compile("(?m)^(\\w+):\\s+(\\d+) kB$");

    /**
     * Of all of them together.
     *
     * @throws IOException one of them has ended
     */
    public static Memory of(List<Long> processes) throws IOException {
        Memory sum = new Memory(0, 0);
        for (long process : processes) {
            sum = sum.plus(parse(Files.readString(Path.of("/proc/" + process + "/smaps_rollup"))));
        }
        return sum;
    }

    /** Reads {@code /proc/PID/smaps_rollup}. */
    public static Memory parse(String rollup) {
        Map<String, Long> sizes =
                LINE.matcher(rollup)
                        .results()
                        .collect(
                                Collectors.toMap(
                                        line -> line.group(1),
                                        line -> Long.valueOf(line.group(2)),
                                        Long::sum));
        Function<String, Long> size = name -> sizes.getOrDefault(name, 0L);
        return new Memory(size.apply("Rss"), size.apply("Pss"));
    }

    private Memory plus(Memory other) {
        return new Memory(residentKb + other.residentKb, proportionalKb + other.proportionalKb);
    }
}
