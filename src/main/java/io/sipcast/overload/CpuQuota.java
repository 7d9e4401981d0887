package io.sipcast.overload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The processors that the control group of this process may use, of Linux: the runtime counts whole
 * ones only. Version 2 says it in {@code cpu.max}, version 1 in two files; each group above sets a
 * limit of its own.
 */
final class CpuQuota {
    private static final String ROOT = "/";

    private final Path groups;
    private final Path mount;

    /**
     * Where to look.
     *
     * @param groups the file with the groups of a process, {@code /proc/self/cgroup}
     * @param mount where the groups are mounted, {@code /sys/fs/cgroup}
     */
    CpuQuota(Path groups, Path mount) {
        this.groups = groups;
        this.mount = mount;
    }

    static CpuQuota ofThisProcess() {
        return new CpuQuota(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"));
    }

    /** In processors; empty where there is none. Waits for the files. */
    OptionalDouble read() {
        return lines(groups).stream()
                .map(line -> line.split(":", 3))
                .filter(parts -> parts.length == 3)
                .mapMultiToDouble((parts, out) -> {
                    if (parts[1].isEmpty()) {
                        least(mount, parts[2]).ifPresent(out);
                    } else if (List.of(parts[1].split(",", -1)).contains("cpu")) {
                        least(mount.resolve(parts[1]), parts[2]).ifPresent(out);
                        least(mount.resolve("cpu"), parts[2]).ifPresent(out);
                    }
                })
                .min();
    }

    /** Of a group and all above it. In a container the path may be one that is not seen there. */
    private static OptionalDouble least(Path hierarchy, String group) {
        OptionalDouble least = OptionalDouble.empty();
        Path path = Path.of(ROOT).resolve(group).normalize();
        while (path != null) {
            OptionalDouble own = own(hierarchy.resolve(path.toString().substring(1)));
            if (own.isPresent() && own.getAsDouble() < least.orElse(Double.MAX_VALUE)) {
                least = own;
            }
            path = path.getParent();
        }
        return least;
    }

    private static OptionalDouble own(Path folder) {
        OptionalDouble unified = first(folder.resolve("cpu.max")).map(CpuQuota::parse).orElse(NONE);
        if (unified.isPresent()) {
            return unified;
        }
        Optional<String> quota = first(folder.resolve("cpu.cfs_quota_us"));
        Optional<String> period = first(folder.resolve("cpu.cfs_period_us"));
        return quota.isPresent() && period.isPresent()
                ? parse(quota.get() + " " + period.get())
                : NONE;
    }

    private static final OptionalDouble NONE = OptionalDouble.empty();

    /** Microseconds of work in a period of so many; {@code max} and -1 are no limit. */
    static OptionalDouble parse(String text) {
        String[] parts = text.strip().split("\\s+", -1);
        try {
            double quota = parts.length == 2 ? Long.parseLong(parts[0]) : 0;
            double period = parts.length == 2 ? Long.parseLong(parts[1]) : 0;
            return quota > 0 && period > 0 ? OptionalDouble.of(quota / period) : NONE;
        } catch (NumberFormatException _) {
            return NONE;
        }
    }

    private static Optional<String> first(Path file) {
        return lines(file).stream().findFirst();
    }

    /** None where there is no such file, which is so on most systems. */
    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException _) {
            return List.of();
        }
    }
}
