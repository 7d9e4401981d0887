package io.sipcast.sip.message;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a connection into messages by their Content-Length, RFC 3261 §18.3. Bytes go in
 * as they come, then {@link #next} is asked until it has no more. For one connection, on one
 * thread.
 */
public final class StreamFramer {
    public static final int MAX_HEAD = 32 * 1024;
    public static final int MAX_BODY = 64 * 1024;
    private static final int FIRST_SIZE = 2048;

    private byte[] buffer = new byte[FIRST_SIZE];
    private int from;
    private int to;

    /** Up to where no empty line was found, so that slow bytes are not searched again. */
    private int searched;

    private int lineEnds;
    private boolean pongExpected;

    /** How long the message at {@code from} is once its headers are there, else 0. */
    private int size;

    /** Whether a ping of ours is unanswered: then the next line end between messages answers it. */
    public void expectPong(boolean expected) {
        pongExpected = expected;
    }

    /** Takes all bytes that are left in {@code in}. */
    public void append(ByteBuffer in) {
        int more = in.remaining();
        if (to + more > buffer.length) {
            makeRoom(more);
        }
        in.get(buffer, to, more);
        to += more;
    }

    private void makeRoom(int more) {
        int kept = to - from;
        byte[] target =
                kept + more > buffer.length ? new byte[Math.max(kept + more, 2 * kept)] : buffer;
        System.arraycopy(buffer, from, target, 0, kept);
        buffer = target;
        searched = Math.max(0, searched - from);
        from = 0;
        to = kept;
    }

    /**
     * The next message or keep-alive, or null when more bytes are needed.
     *
     * @throws ProtocolException when the stream can't be cut any further: the connection must be
     *     closed. MALFORMED without a usable Content-Length, TOO_LARGE over the limits
     */
    public @Nullable Incoming next() {
        if (size == 0) {
            Incoming keepAlive = skipLineEnds();
            if (keepAlive != null) {
                return keepAlive;
            }
            size = findSize();
        }
        if (size == 0 || size > to - from) {
            return null;
        }
        Incoming message = SipParser.read(buffer, from, from + size);
        from += size;
        searched = from;
        size = 0;
        lineEnds = 0;
        release();
        return message;
    }

    private int findSize() {
        int bodyAt = Head.end(buffer, Math.max(from, searched), to);
        int headSize = (bodyAt < 0 ? to : bodyAt) - from;
        if (headSize > MAX_HEAD) {
            throw new ProtocolException(Fault.TOO_LARGE, "headers over " + MAX_HEAD + " bytes");
        }
        if (bodyAt < 0) {
            searched = Math.max(from, to - 3);
            return 0;
        }
        return headSize + contentLength(bodyAt);
    }

    /** Skips line ends between messages: one may be a pong, two are a ping. */
    private @Nullable Incoming skipLineEnds() {
        while (atLineEnd()) {
            from += buffer[from] == '\n' ? 1 : 2;
            if (pongExpected) {
                pongExpected = false;
                return new Incoming.Pong();
            }
            lineEnds++;
            if (lineEnds == 2) {
                lineEnds = 0;
                return new Incoming.Ping();
            }
        }
        return null;
    }

    private boolean atLineEnd() {
        return from < to
                && (buffer[from] == '\n'
                        || (buffer[from] == '\r' && from + 1 < to && buffer[from + 1] == '\n'));
    }

    private int contentLength(int bodyAt) {
        for (String line : Head.read(buffer, from, bodyAt).lines()) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).stripTrailing();
            if (HeaderName.canonical(name).equals(HeaderName.CONTENT_LENGTH)) {
                int length = SipParser.contentLength(line.substring(colon + 1));
                if (length > MAX_BODY) {
                    throw new ProtocolException(Fault.TOO_LARGE, "Content-Length " + length);
                }
                return length;
            }
        }
        throw Head.malformed("no Content-Length on a stream");
    }

    /** A connection that is idle keeps no large buffer. */
    private void release() {
        if (from == to) {
            from = 0;
            to = 0;
            searched = 0;
            if (buffer.length > 8 * FIRST_SIZE) {
                buffer = Arrays.copyOf(buffer, FIRST_SIZE);
            }
        }
    }
}
