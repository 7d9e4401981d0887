package io.sipcast.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.netty.util.concurrent.FastThreadLocal;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Sends datagrams by connected sockets, one system call each: send(2), without what a channel does
 * for each of them (a buffer of the pool, a queue, a promise, a flush). Linux on 64 bits, as {@link
 * StampedReads}. One for each loop.
 */
@SuppressWarnings("restricted") // to call native code is what this class is for
final class DirectSends {
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    private static final @Nullable MethodHandle SEND = find();

    private static final FastThreadLocal<DirectSends> OF_LOOP =
            new FastThreadLocal<>() {
                @Override
                protected DirectSends initialValue() {
                    return new DirectSends();
                }
            };

    private final MemorySegment memory = Arena.ofAuto().allocate(ReceiveBuffers.RTP_BYTES);
    private final ByteBuffer bytes = memory.asByteBuffer();

    private DirectSends() {}

    private static @Nullable MethodHandle find() {
        if (!StampedReads.available()) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        var function = FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
        return linker.defaultLookup()
                .find("send")
                .map(address -> linker.downcallHandle(address, function))
                .orElse(null);
    }

    /** Whether this platform has them, for a datagram of this size. */
    static boolean take(int length) {
        return SEND != null && length <= ReceiveBuffers.RTP_BYTES;
    }

    /** Those of this loop. */
    static DirectSends ofLoop() {
        return OF_LOOP.get();
    }

    /**
     * Sends what remains of the datagram, which stays as it is.
     *
     * @param descriptor of a connected socket
     * @return false where the system took nothing: it has no room, or an error was reported to the
     *     socket before
     */
    boolean send(int descriptor, ByteBuffer datagram) {
        MethodHandle function = SEND;
        if (function == null) {
            throw new IllegalStateException("no send here");
        }
        int length = datagram.remaining();
        bytes.put(0, datagram, datagram.position(), length);
        try {
            long sent =
                    (long)
                            function.invokeExact(
                                    descriptor, memory, (long) length, MSG_DONTWAIT | MSG_NOSIGNAL);
            return sent >= 0;
        } catch (Throwable e) {
            throw new IllegalStateException("send", e);
        }
    }
}
