package io.sipcast.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.FastThreadLocal;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the datagrams that wait in a socket, together with the times at which they came: who reads
 * seldom knows how late each of them was. Linux, recvmmsg(2) with SO_TIMESTAMPNS, of socket(7);
 * Netty has no such times. One for each loop.
 *
 * <pre>
 * struct mmsghdr: name 8, name's length 4, 4, iovec 8, their number 8, control 8, its length 8,
 *                 flags 4, 4, bytes received 4, 4
 * struct iovec:   base 8, length 8
 * struct cmsghdr: length 8, level 4, type 4, then seconds 8, nanoseconds 8
 * </pre>
 */
@SuppressWarnings("restricted") // to call native code is what this class is for
final class StampedReads {
    /** Takes what was read; done with the buffer when it returns. */
    interface Taker {
        /**
         * A datagram of the socket.
         *
         * @param atNanos when it came, by {@link System#nanoTime}
         */
        void datagram(ByteBuffer bytes, long atNanos);
    }

    /** Has the kernel note when datagrams come. */
    static final IntegerUnixChannelOption STAMPS =
            new IntegerUnixChannelOption("SO_TIMESTAMPNS", 1, 35);

    /** More wait seldom, and are read in the next call. */
    static final int MOST = 16;

    private static final int HEADER = 64;
    private static final int CONTROL = 64;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final long NANOS = 1_000_000_000L;

    private static final @Nullable MethodHandle RECVMMSG = find();
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout()
                    .varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final FastThreadLocal<StampedReads> OF_LOOP =
            new FastThreadLocal<>() {
                @Override
                protected StampedReads initialValue() {
                    return new StampedReads();
                }
            };

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment headers = arena.allocate((long) MOST * HEADER, 8);
    private final MemorySegment control = arena.allocate((long) MOST * CONTROL, 8);
    private final MemorySegment errors = arena.allocate(Linker.Option.captureStateLayout());
    private final ByteBuffer[] buffers = new ByteBuffer[MOST];

    private StampedReads() {
        MemorySegment vectors = arena.allocate(MOST * 16L, 8);
        for (int i = 0; i < MOST; i++) {
            MemorySegment bytes = arena.allocate(ReceiveBuffers.RTP_BYTES);
            buffers[i] = bytes.asByteBuffer();
            vectors.set(ADDRESS, i * 16L, bytes);
            vectors.set(JAVA_LONG, i * 16L + 8, bytes.byteSize());
            headers.set(ADDRESS, i * (long) HEADER + 16, vectors.asSlice(i * 16L, 16));
            headers.set(JAVA_LONG, i * (long) HEADER + 24, 1);
            headers.set(
                    ADDRESS, i * (long) HEADER + 32, control.asSlice(i * (long) CONTROL, CONTROL));
        }
    }

    /** Where the structs are as above: Linux on 64 bits. */
    private static @Nullable MethodHandle find() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "");
        boolean known = machine.equals("amd64") || machine.equals("aarch64");
        if (!system.contains("linux") || !known) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        var function =
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
        return linker.defaultLookup()
                .find("recvmmsg")
                .map(address ->
                        linker.downcallHandle(
                                address, function, Linker.Option.captureCallState("errno")))
                .orElse(null);
    }

    /** Whether this platform has them. */
    static boolean available() {
        return RECVMMSG != null;
    }

    /** Those of this loop. */
    static StampedReads ofLoop() {
        return OF_LOOP.get();
    }

    /**
     * Reads what waits, {@link #MOST} datagrams at most, and never waits itself.
     *
     * @param descriptor of a socket with {@link #STAMPS}
     * @return how many there were; negative for an error that was reported to the socket
     */
    int read(int descriptor, Taker taker) {
        for (int i = 0; i < MOST; i++) {
            headers.set(JAVA_LONG, i * (long) HEADER + 40, CONTROL);
        }
        int count = receive(descriptor);
        if (count < 0) {
            int error = (int) ERRNO.get(errors, 0L);
            return error == EAGAIN || error == EINTR ? 0 : -1;
        }
        long now = System.nanoTime();
        Instant wall = Instant.now();
        long wallNanos = wall.getEpochSecond() * NANOS + wall.getNano();
        for (int i = 0; i < count; i++) {
            int length = headers.get(JAVA_INT, i * (long) HEADER + 56);
            taker.datagram(buffers[i].clear().limit(length), now - age(i, wallNanos));
        }
        return count;
    }

    private int receive(int descriptor) {
        MethodHandle function = RECVMMSG;
        if (function == null) {
            throw new IllegalStateException("no recvmmsg here");
        }
        try {
            return (int)
                    function.invokeExact(
                            errors, descriptor, headers, MOST, MSG_DONTWAIT, MemorySegment.NULL);
        } catch (Throwable e) {
            throw new IllegalStateException("recvmmsg", e);
        }
    }

    /** None where the time is missing, or cannot be: somebody has put the wall clock right. */
    private long age(int message, long wallNanos) {
        long at = message * (long) CONTROL;
        boolean stamped =
                headers.get(JAVA_LONG, message * (long) HEADER + 40) >= 32
                        && control.get(JAVA_INT, at + 8) == STAMPS.level()
                        && control.get(JAVA_INT, at + 12) == STAMPS.optname();
        if (!stamped) {
            return 0;
        }
        long stamp = control.get(JAVA_LONG, at + 16) * NANOS + control.get(JAVA_LONG, at + 24);
        long age = wallNanos - stamp;
        return age < 0 || age > NANOS ? 0 : age;
    }
}
