package io.sipcast.transcode;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Copies by address. JavaCPP makes a pointer object for every struct member that it reads; on the
 * packet path this makes none.
 */
final class NativeMemory {
    /** Restricted, since it can reach everything: that is what JavaCPP does, too. */
    @SuppressWarnings("restricted")
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private NativeMemory() {}

    static long longAt(long address) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }

    static void read(long address, byte[] into, int offset, int count) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, address, into, offset, count);
    }

    static void write(byte[] from, int offset, int count, long address) {
        MemorySegment.copy(from, offset, ALL, ValueLayout.JAVA_BYTE, address, count);
    }

    static void read(long address, short[] into, int offset, int count) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_SHORT_UNALIGNED, address, into, offset, count);
    }

    static float floatAt(long address) {
        return ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address);
    }

    static void putFloat(long address, float value) {
        ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
    }
}
