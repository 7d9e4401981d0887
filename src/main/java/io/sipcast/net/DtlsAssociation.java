package io.sipcast.net;

import io.sipcast.sdp.Keying;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One DTLS association of one socket: the handshake, and afterwards whatever repeats its end. It
 * waits on a virtual thread of its own; no more of them compute at once than there are processors.
 */
final class DtlsAssociation {
    /** Where records go and what comes of them, on the association's thread. */
    interface Owner {
        /**
         * A record is to leave.
         *
         * @param to null for where the SDP says
         */
        void send(ByteBuffer record, @Nullable InetSocketAddress to);

        void agreed(DtlsKeys keys);

        void failed(String why);
    }

    private static final Logger LOG = LoggerFactory.getLogger(DtlsAssociation.class);
    private static final Semaphore COMPUTING =
            new Semaphore(Runtime.getRuntime().availableProcessors());

    /** A flight with a chain of certificates is about ten. */
    private static final int MOST_WAITING = 32;

    private static final int MTU = 1200; // of what most networks take
    private static final int MOST_RECEIVED = 1500;
    private static final int IDLE_MILLIS = 60_000;
    private static final long WHEN_FOREVER_SECONDS = 3600;

    private final DtlsIdentity identity;
    private final Keying.Dtls agreed;
    private final Owner owner;
    private final BlockingQueue<byte[]> received = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread = Thread.ofVirtual().name("dtls").unstarted(this::run);
    private volatile @Nullable InetSocketAddress peer;
    private volatile boolean closed;

    DtlsAssociation(DtlsIdentity identity, Keying.Dtls agreed, Owner owner) {
        this.identity = identity;
        this.agreed = agreed;
        this.owner = owner;
    }

    void start() {
        thread.start();
    }

    /**
     * On the socket's loop. What there is no room for will be sent again. Whoever came first is
     * answered, and nobody else is heard but who is vouched for.
     */
    void received(ByteBuffer record, InetSocketAddress from, boolean vouched) {
        InetSocketAddress known = peer;
        if (known != null && !vouched && !from.equals(known)) {
            return;
        }
        peer = from;
        byte[] copy = new byte[Math.min(record.remaining(), MOST_RECEIVED)];
        record.get(record.position(), copy);
        boolean _ = received.offer(copy);
    }

    /** Ends it, with a farewell to the peer. From any thread. */
    void close() {
        closed = true;
        thread.interrupt();
    }

    /** Whether its thread has ended. */
    boolean isOver() {
        return thread.getState() == Thread.State.TERMINATED;
    }

    /** Whom we answer; null for where the SDP says. */
    @Nullable InetSocketAddress peer() {
        return peer;
    }

    private void run() {
        COMPUTING.acquireUninterruptibly();
        DtlsSide side =
                agreed.active()
                        ? new DtlsClient(identity, agreed.fingerprints())
                        : new DtlsServer(identity, agreed.fingerprints());
        try {
            DTLSTransport transport = shake(side);
            DtlsKeys keys = side.keys();
            if (keys != null && !closed) {
                owner.agreed(keys);
            }
            answerRepetitions(transport, side);
        } catch (IOException | RuntimeException e) {
            if (!closed && side.keys() == null) {
                LOG.debug("DTLS handshake", e);
                owner.failed(sentence(e));
            }
        } finally {
            COMPUTING.release();
        }
    }

    private DTLSTransport shake(DtlsSide side) throws IOException {
        return switch (side) {
            case DtlsClient client -> new DTLSClientProtocol().connect(client, new Records());
            case DtlsServer server -> new DTLSServerProtocol().accept(server, new Records());
            default -> throw new IllegalStateException("neither client nor server");
        };
    }

    /** Who has not got our last flight repeats its own, and then we do, RFC 6347 §4.2.4. */
    private void answerRepetitions(DTLSTransport transport, DtlsSide side) throws IOException {
        byte[] unused = new byte[MOST_RECEIVED];
        try {
            while (!closed && !side.closed()) {
                int _ = transport.receive(unused, 0, unused.length, IDLE_MILLIS);
            }
        } finally {
            transport.close();
        }
    }

    private static String sentence(Exception failure) {
        return switch (failure) {
            case TlsTimeoutException _ -> "the peer did not complete the DTLS handshake in time";
            case TlsFatalAlertReceived alert ->
                    "the peer refused the DTLS handshake: " + alert.getMessage();
            case TlsFatalAlert alert -> "the DTLS handshake failed: " + words(alert);
            default -> "the DTLS handshake failed: " + failure.getMessage();
        };
    }

    private static String words(TlsFatalAlert alert) {
        String text = String.valueOf(alert.getMessage());
        int ours = text.indexOf("; ");
        return ours < 0 ? text : text.substring(ours + 2);
    }

    /** The socket, as the protocol sees it. */
    private final class Records implements DatagramTransport {
        @Override
        public int getReceiveLimit() {
            return MOST_RECEIVED;
        }

        @Override
        public int getSendLimit() {
            return MTU;
        }

        @Override
        public int receive(byte[] into, int offset, int length, int waitMillis) throws IOException {
            byte[] record = next(waitMillis);
            if (record == null) {
                return -1;
            }
            int size = Math.min(length, record.length);
            System.arraycopy(record, 0, into, offset, size);
            return size;
        }

        /** Who waits does not compute. */
        private byte @Nullable [] next(int waitMillis) throws IOException {
            COMPUTING.release();
            try {
                if (closed) {
                    throw new InterruptedException();
                }
                return waitMillis == 0
                        ? received.poll(WHEN_FOREVER_SECONDS, TimeUnit.SECONDS)
                        : received.poll(waitMillis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                throw new InterruptedIOException("closed");
            } finally {
                COMPUTING.acquireUninterruptibly();
            }
        }

        @Override
        public void send(byte[] bytes, int offset, int length) {
            ByteBuffer copy = ByteBuffer.allocate(length).put(bytes, offset, length).flip();
            owner.send(copy, peer);
        }

        @Override
        public void close() {}
    }
}
