package io.sipcast.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.netty.channel.EventLoop;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets media loops run before compilers, collectors and the REST side of the same process where all
 * of them want the same processor, by setpriority(2) of Linux, which knows each thread by itself.
 * It takes root, CAP_SYS_NICE or RLIMIT_NICE; without them all stay equal, as they do where
 * somebody has given the process another priority or policy. Threads that are begun by a loop do
 * not inherit it (SCHED_RESET_ON_FORK of sched(7)).
 */
@SuppressWarnings("restricted") // to call native code is what this class is for
final class LoopPriority {
    private static final Logger LOG = LoggerFactory.getLogger(LoopPriority.class);

    /** Thrice the share of others: they still get theirs beside a loop that is always busy. */
    static final int NICE = -5;

    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;
    private static final int SCHED_OTHER = 0;
    private static final int SCHED_RESET_ON_FORK = 0x40000000;

    private static final @Nullable MethodHandle GETPRIORITY =
            find("getpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final @Nullable MethodHandle SETPRIORITY =
            find("setpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final @Nullable MethodHandle SCHED_GETSCHEDULER =
            find("sched_getscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final @Nullable MethodHandle SCHED_SETSCHEDULER =
            find(
                    "sched_setscheduler",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

    private LoopPriority() {}

    /** Has each of them raise itself, soon; one that is closed has no need. */
    static void raise(List<EventLoop> loops) {
        for (EventLoop loop : loops) {
            try {
                loop.execute(LoopPriority::raiseAndSay);
            } catch (RejectedExecutionException _) {
                return;
            }
        }
    }

    private static void raiseAndSay() {
        LOG.debug(
                "{} {}",
                Thread.currentThread().getName(),
                raiseThis() ? "runs before others" : "keeps the priority it has");
    }

    /** Whether the thread that calls has been raised. */
    static boolean raiseThis() {
        MethodHandle policy = SCHED_SETSCHEDULER;
        MethodHandle priority = SETPRIORITY;
        if (policy == null || priority == null || !isUsual()) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment nought = arena.allocate(JAVA_INT); // struct sched_param
            int flagged =
                    (int)
                            policy.invokeExact(
                                    CALLING_THREAD, SCHED_OTHER | SCHED_RESET_ON_FORK, nought);
            return flagged == 0
                    && (int) priority.invokeExact(PRIO_PROCESS, CALLING_THREAD, NICE) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // neither throws
        }
    }

    /** Whether nobody has given this process a priority or a policy: it would be lost. */
    private static boolean isUsual() {
        MethodHandle policy = SCHED_GETSCHEDULER;
        MethodHandle priority = GETPRIORITY;
        if (policy == null || priority == null) {
            return false;
        }
        try {
            return (int) policy.invokeExact(CALLING_THREAD) == SCHED_OTHER
                    && (int) priority.invokeExact(PRIO_PROCESS, CALLING_THREAD) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // neither throws
        }
    }

    private static @Nullable MethodHandle find(String name, FunctionDescriptor function) {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find(name)
                .map(address -> linker.downcallHandle(address, function))
                .orElse(null);
    }
}
