package io.sipcast.bench.run.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The CPU time of processes as the kernel books it: user and system time of all threads, of those
 * that have ended, too. Not that of their children.
 */
public final class ProcessTimes {
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, proc(5)
    private static final int USER_TIME = 11; // fields after the name, from 0
    private static final int SYSTEM_TIME = 12;

    private ProcessTimes() {}

    /**
     * Of all of them together.
     *
     * @return seconds
     * @throws IOException one of them has ended
     */
    public static double seconds(List<Long> processes) throws IOException {
        double seconds = 0;
        for (long process : processes) {
            seconds += parse(Files.readString(Path.of("/proc/" + process + "/stat")));
        }
        return seconds;
    }

    /**
     * Reads {@code /proc/PID/stat}. The name stands in parentheses and may have some itself, and
     * spaces.
     *
     * @return seconds
     */
    public static double parse(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
                / TICKS_PER_SECOND;
    }
}
