package io.sipcast.rtmp.chunk;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together from chunks, §5.3. Bytes come in any pieces; payload goes from the piece
 * straight into the message's array.
 *
 * <pre>
 * fmt 2 | chunk stream 6 (0: + 8 bits, 1: + 16 bits) | message header, by fmt | extended time 32 | data
 * fmt 0: time 24 | length 24 | type 8 | stream 32 (little-endian)
 * fmt 1: delta 24 | length 24 | type 8
 * fmt 2: delta 24
 * fmt 3: nothing: all as before, or the message goes on
 * </pre>
 */
public final class ChunkReader {
    private static final int[] HEADER_SIZE = {11, 7, 3, 0};
    private static final int MAX_STREAMS = 64;
    private static final int LONGEST_HEADER = 3 + 11 + 4;

    /** Sound, pictures, data and a command: more messages are rarely under way at once. */
    private static final int USUAL_OPEN = 4;

    private static final int FIRST_ROOM = 64 * 1024;
    private static final int LEAST_ROOM = 1024;

    private final int maxMessageSize;
    private final List<ChunkStream> streams = new ArrayList<>();
    private final ByteBuffer header = ByteBuffer.allocate(LONGEST_HEADER);
    private int chunkSize = ChunkSize.INITIAL;
    private @Nullable ChunkStream current;
    private int chunkMissing;

    /**
     * @param maxMessageSize bytes of the longest message that is taken; all messages under way
     *     together may be twice as long
     */
    public ChunkReader(int maxMessageSize) {
        this.maxMessageSize = maxMessageSize;
    }

    /** The peer's Set Chunk Size, §5.4.1: holds from the next chunk on. */
    public void chunkSize(int size) {
        if (size < 1) {
            throw new ProtocolException(Fault.MALFORMED, "chunk size " + size);
        }
        chunkSize = Math.min(size, ChunkSize.MAX);
    }

    /** The peer's Abort Message, §5.4.2: what came of the message is thrown away. */
    public void abort(int chunkStreamId) {
        for (ChunkStream stream : streams) {
            if (stream.id == chunkStreamId) {
                stream.abort();
            }
        }
    }

    /**
     * Takes bytes up to the end of the next message, or all of them.
     *
     * @return the message, or null when more bytes are needed
     * @throws ProtocolException MALFORMED, or TOO_LARGE for a message over the limit or for too
     *     many chunk streams; nothing can be read after it
     */
    public @Nullable RawMessage read(ByteBuffer in) {
        while (true) {
            ChunkStream stream = current == null ? begin(in) : current;
            if (stream == null) {
                return null;
            }
            int count = Math.min(chunkMissing, in.remaining());
            stream.take(in, count);
            chunkMissing -= count;
            if (chunkMissing > 0) {
                return null;
            }
            current = null;
            RawMessage message = stream.finish();
            if (message != null) {
                return message;
            }
        }
    }

    /** Reads a chunk's header, or collects what is there of it. */
    private @Nullable ChunkStream begin(ByteBuffer in) {
        if (!fill(in, 1) || !fill(in, basicSize())) {
            return null;
        }
        int format = (header.get(0) & 0xFF) >>> 6;
        int messageAt = basicSize();
        int end = messageAt + HEADER_SIZE[format];
        ChunkStream stream = stream(chunkStreamId());
        stream.require(stream.headerSeen || format <= 1, "begins with a header of type " + format);
        stream.require(!stream.open() || format == 3, "a header inside a message");
        if (!fill(in, end)) {
            return null;
        }
        boolean extended = format == 3 ? stream.extended : medium(messageAt) == ChunkSize.EXTENDED;
        if (extended && !fill(in, end + 4)) {
            return null;
        }
        parse(stream, format, messageAt, extended);
        if (extended && (format < 3 || repeatsTime(stream, end))) {
            end += 4;
        }
        chunkMissing = Math.min(chunkSize, stream.missing());
        giveWhatFollows(stream, end);
        current = stream;
        return stream;
    }

    /**
     * Some senders leave the extended time out of continued chunks, although §5.3.1.3 has it there;
     * some repeat the time itself where a delta was sent. What is neither is payload.
     */
    private boolean repeatsTime(ChunkStream stream, int at) {
        int value = header.getInt(at);
        return value == stream.timestampField || value == stream.timestamp;
    }

    /** Bytes taken for an extended time that was none: payload, and then the next chunk. */
    private void giveWhatFollows(ChunkStream stream, int end) {
        header.flip().position(end);
        int count = Math.min(chunkMissing, header.remaining());
        stream.take(header, count);
        chunkMissing -= count;
        header.compact();
    }

    private void parse(ChunkStream stream, int format, int at, boolean extended) {
        if (format < 3) {
            stream.extended = extended;
            int end = at + HEADER_SIZE[format];
            stream.timestampField = extended ? header.getInt(end) : medium(at);
        }
        if (format < 2) {
            stream.length = medium(at + 3);
            stream.typeId = header.get(at + 6) & 0xFF;
        }
        if (format == 0) {
            stream.streamId = Integer.reverseBytes(header.getInt(at + 7));
        }
        stream.headerSeen = true;
        if (!stream.open()) {
            beginMessage(stream, format);
        }
    }

    /** §5.3.1.2.4: a header of type 3 after one of type 0 takes its time as the delta. */
    private void beginMessage(ChunkStream stream, int format) {
        if (format < 3) {
            stream.delta = stream.timestampField;
        }
        stream.timestamp = format == 0 ? stream.timestampField : stream.timestamp + stream.delta;
        if (stream.length > maxMessageSize) {
            throw new ProtocolException(Fault.TOO_LARGE, "message of " + stream.length + " B");
        }
        boundWhatIsHeld(stream);
    }

    /** What is announced costs little before it comes: much only for as many as are usual. */
    private void boundWhatIsHeld(ChunkStream beginning) {
        long held = beginning.length;
        int open = 0;
        for (int i = 0; i < streams.size(); i++) {
            ChunkStream stream = streams.get(i);
            if (stream.open()) {
                held += stream.length;
                open++;
            }
        }
        if (held > 2L * maxMessageSize) {
            throw new ProtocolException(Fault.TOO_LARGE, held + " B of messages under way");
        }
        beginning.begin(open < USUAL_OPEN ? FIRST_ROOM : LEAST_ROOM);
    }

    /** Bytes of memory that messages under way take. */
    int heldBytes() {
        return streams.stream().mapToInt(ChunkStream::room).sum();
    }

    /** Collects the header up to a size; false while it is not all there. */
    private boolean fill(ByteBuffer in, int size) {
        int count = Math.min(size - header.position(), in.remaining());
        for (int i = 0; i < count; i++) {
            header.put(in.get());
        }
        return header.position() >= size;
    }

    private int basicSize() {
        return switch (header.get(0) & 0x3F) {
            case 0 -> 2;
            case 1 -> 3;
            default -> 1;
        };
    }

    /** §5.3.1.1: the longer forms count from 64, and the longest has its low byte first. */
    private int chunkStreamId() {
        int id = header.get(0) & 0x3F;
        return switch (id) {
            case 0 -> 64 + (header.get(1) & 0xFF);
            case 1 -> 64 + (header.get(1) & 0xFF) + ((header.get(2) & 0xFF) << 8);
            default -> id;
        };
    }

    private int medium(int at) {
        return (header.getShort(at) & 0xFFFF) << 8 | (header.get(at + 2) & 0xFF);
    }

    private ChunkStream stream(int id) {
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).id == id) {
                return streams.get(i);
            }
        }
        if (streams.size() == MAX_STREAMS) {
            throw new ProtocolException(Fault.TOO_LARGE, "over " + MAX_STREAMS + " chunk streams");
        }
        ChunkStream stream = new ChunkStream(id);
        streams.add(stream);
        return stream;
    }
}
