package io.sipcast.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Java does not say of a terminal, asked of the C library: isatty(3), ioctl(2) TIOCGWINSZ,
 * signal(2). Where there is none of that, nothing is a terminal.
 */
@SuppressWarnings("restricted") // the program's start allows native access
final class Posix {
    static final int STDOUT = 1;

    private static final long WINDOW_SIZE = isMac() ? 0x40087468L : 0x5413L; // TIOCGWINSZ
    private static final int INTERRUPT = 2; // SIGINT
    private static final int TERMINATE = 15; // SIGTERM

    private static final @Nullable MethodHandle IS_TERMINAL =
            find("isatty", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final @Nullable MethodHandle CONTROL =
            find(
                    "ioctl",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS),
                    Linker.Option.firstVariadicArg(2));
    private static final @Nullable MethodHandle SIGNAL =
            find(
                    "signal",
                    FunctionDescriptor.of(
                            ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

    private Posix() {}

    private static boolean isMac() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
    }

    private static @Nullable MethodHandle find(
            String name, FunctionDescriptor type, Linker.Option... options) {
        try {
            Linker linker = Linker.nativeLinker();
            return linker.defaultLookup()
                    .find(name)
                    .map(address -> linker.downcallHandle(address, type, options))
                    .orElse(null);
        } catch (UnsupportedOperationException | IllegalCallerException _) {
            return null;
        }
    }

    static boolean isTerminal(int descriptor) {
        try {
            return IS_TERMINAL != null && (int) IS_TERMINAL.invokeExact(descriptor) == 1;
        } catch (Throwable _) {
            return false;
        }
    }

    /** How wide the terminal is now; 0 when that is not known. */
    static int columns(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(ValueLayout.JAVA_SHORT, 4); // rows, columns, pixels
            if (CONTROL == null || (int) CONTROL.invokeExact(descriptor, WINDOW_SIZE, size) != 0) {
                return 0;
            }
            return Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 1));
        } catch (Throwable _) {
            return 0;
        }
    }

    /** From now on SIGINT and SIGTERM end the process at once: Java's own waits for its hooks. */
    static void endAtOnce() {
        try {
            if (SIGNAL != null) {
                MemorySegment standard = MemorySegment.NULL; // SIG_DFL
                var _ = (MemorySegment) SIGNAL.invokeExact(INTERRUPT, standard);
                var _ = (MemorySegment) SIGNAL.invokeExact(TERMINATE, standard);
            }
        } catch (Throwable _) {
            // then the second Ctrl-C waits as the first one does
        }
    }
}
