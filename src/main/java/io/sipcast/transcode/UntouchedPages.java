package io.sipcast.transcode;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Gives memory of libraries back to the system that nobody has used yet. FFmpeg zeroes the state of
 * an encoder when it makes it, and so touches each of its pages: of the AAC encoder's 0.7 MB more
 * than half are tables for other settings than ours. A page of noughts that is given back is a page
 * of noughts again when it is touched (madvise(2), MADV_DONTNEED), so nothing changes but what it
 * costs. Linux; elsewhere nothing is done.
 */
@SuppressWarnings("restricted") // to call native code is what this class is for
final class UntouchedPages {
    private static final int DONT_NEED = 4; // MADV_DONTNEED

    private static final Optional<MethodHandle> ADVISE =
            function("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final Optional<MethodHandle> USABLE_SIZE =
            function("malloc_usable_size", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
    private static final Optional<MethodHandle> PAGE_SIZE =
            function("getpagesize", FunctionDescriptor.of(JAVA_INT));

    private UntouchedPages() {}

    private static Optional<MethodHandle> function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return System.getProperty("os.name").equals("Linux")
                ? linker.defaultLookup()
                        .find(name)
                        .map(address -> linker.downcallHandle(address, descriptor))
                : Optional.empty();
    }

    /**
     * Looks through one allocation that no other thread uses meanwhile.
     *
     * @param allocation as malloc returned it; null when there is none, as some codecs have no
     *     state
     * @return how many bytes were given back
     */
    static long giveBack(@Nullable Pointer allocation) {
        if (allocation == null
                || allocation.isNull()
                || ADVISE.isEmpty()
                || USABLE_SIZE.isEmpty()
                || PAGE_SIZE.isEmpty()) {
            return 0;
        }
        try {
            MemorySegment start = MemorySegment.ofAddress(allocation.address());
            long size = (long) USABLE_SIZE.get().invokeExact(start);
            return giveBack(
                    ADVISE.get(), start.reinterpret(size), (int) PAGE_SIZE.get().invokeExact());
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** In runs, as each is a system call. */
    private static long giveBack(MethodHandle advise, MemorySegment all, int page)
            throws Throwable {
        long end = all.byteSize() - page;
        long given = 0;
        long at = -all.address() & (page - 1); // the first whole page
        while (at <= end) {
            long run = at;
            while (run <= end && isNought(all, run, page)) {
                run += page;
            }
            if (run > at && (int) advise.invokeExact(all.asSlice(at), run - at, DONT_NEED) == 0) {
                given += run - at;
            }
            at = run + page;
        }
        return given;
    }

    private static boolean isNought(MemorySegment all, long from, int page) {
        for (long at = from; at < from + page; at += Long.BYTES) {
            if (all.get(JAVA_LONG, at) != 0) {
                return false;
            }
        }
        return true;
    }
}
