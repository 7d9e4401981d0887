package io.sipcast.overload;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How much of the processors this process uses, and may use. One thread at a time; may wait. */
final class ProcessCpu {
    private final OperatingSystemMXBean system =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final CpuQuota quota = CpuQuota.ofThisProcess();
    private long usedNanos = system.getProcessCpuTime();
    private long sinceNanos;

    ProcessCpu(long nowNanos) {
        sinceNanos = nowNanos;
    }

    /** Cores that were used since the last time; nought where the system does not say. */
    double used(long nowNanos) {
        long used = system.getProcessCpuTime();
        long elapsed = Math.max(1, nowNanos - sinceNanos);
        double cores = Math.max(0, used - usedNanos) / (double) elapsed;
        usedNanos = used;
        sinceNanos = nowNanos;
        return cores;
    }

    /** By affinity, processor sets and quota: all may change while we run. */
    double available() {
        int processors = Runtime.getRuntime().availableProcessors();
        return Math.min(processors, quota.read().orElse(processors));
    }
}
