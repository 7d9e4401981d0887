package io.sipcast.bench.run.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long the machine's cores were busy, whoever it was: {@code /proc/stat}. */
public final class MachineTime {
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, proc(5)
    private static final int IDLE = 4; // fields of the line, from 0; user, nice and system before
    private static final int WAITING = 5;
    private static final int STOLEN = 8; // what comes after is in user and nice already

    private MachineTime() {}

    /** Seconds of all cores since the machine was started. */
    public static double busySeconds() throws IOException {
        return parse(Files.readString(Path.of("/proc/stat")));
    }

    /** Reads the sum of all cores, the first line. What the hypervisor took for others is busy. */
    public static double parse(String stat) {
        String[] fields = stat.substring(0, stat.indexOf('\n')).split("\\s+", -1);
        long ticks = 0;
        for (int i = 1; i <= Math.min(STOLEN, fields.length - 1); i++) {
            if (i != IDLE && i != WAITING) {
                ticks += Long.parseLong(fields[i]);
            }
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** Processes that wanted to run, on average of the last minute. */
    public static double load() throws IOException {
        String text = Files.readString(Path.of("/proc/loadavg"));
        return Double.parseDouble(text.substring(0, text.indexOf(' ')));
    }
}
