package io.sipcast.rtmp.chunk;

import java.nio.ByteBuffer;

/**
 * Cuts messages into chunks, §5.3, with the shortest header that every receiver understands.
 *
 * <p>A message is written whole, straight into the buffer given; {@link #size} tells how many bytes
 * it will take, which holds until something else is written. Nothing is allocated.
 */
public final class ChunkWriter {
    /** The highest chunk stream we write on: its number fits into the first byte. */
    public static final int MAX_STREAM = 63;

    private static final int[] HEADER_SIZE = {12, 8, 4, 1};

    private final Sent[] streams = new Sent[MAX_STREAM + 1];
    private int chunkSize = ChunkSize.INITIAL;

    /** The last header on one chunk stream. */
    private static final class Sent {
        int typeId;
        int streamId;
        int length;
        int timestamp;
        int delta;
        boolean deltaSent;
    }

    /** Holds from the next message on: the peer must have been told before. */
    public void chunkSize(int size) {
        if (size < 1 || size > ChunkSize.MAX) {
            throw new IllegalArgumentException("chunk size " + size);
        }
        chunkSize = size;
    }

    public int chunkSize() {
        return chunkSize;
    }

    /** The exact number of bytes that {@link #write} would take now. */
    public int size(int chunkStreamId, int typeId, int streamId, long timestampMillis, int length) {
        int time = (int) timestampMillis;
        int format = format(chunkStreamId, typeId, streamId, time, length);
        int extension = format == 0 && isExtended(time) ? 4 : 0;
        int continued = Math.max(0, length - 1) / chunkSize;
        return HEADER_SIZE[format] + extension + length + continued * (1 + extension);
    }

    /** Writes a message that is one array. */
    public void write(
            int chunkStreamId,
            int typeId,
            int streamId,
            long timestampMillis,
            byte[] payload,
            ByteBuffer out) {
        write(chunkStreamId, typeId, streamId, timestampMillis, 0, 0, payload, out);
    }

    /**
     * Writes a message of two parts.
     *
     * @param chunkStreamId 2 to {@link #MAX_STREAM}
     * @param timestampMillis the low 32 bits are sent
     * @param prefix bytes that precede the payload, the last one in the low byte
     * @param prefixSize how many they are, 0 to 8
     */
    public void write(
            int chunkStreamId,
            int typeId,
            int streamId,
            long timestampMillis,
            long prefix,
            int prefixSize,
            byte[] payload,
            ByteBuffer out) {
        int time = (int) timestampMillis;
        int length = prefixSize + payload.length;
        int format = format(chunkStreamId, typeId, streamId, time, length);
        Sent last = remember(chunkStreamId, format, typeId, streamId, time, length);
        boolean extended = format == 0 && isExtended(time);
        putHeader(chunkStreamId, format, last, extended, out);

        int done = 0;
        int room = chunkSize;
        for (int i = prefixSize - 1; i >= 0; i--) {
            if (room == 0) {
                putContinuation(chunkStreamId, extended, time, out);
                room = chunkSize;
            }
            out.put((byte) (prefix >>> (8 * i)));
            room--;
        }
        while (done < payload.length) {
            if (room == 0) {
                putContinuation(chunkStreamId, extended, time, out);
                room = chunkSize;
            }
            int count = Math.min(room, payload.length - done);
            out.put(payload, done, count);
            done += count;
            room = 0;
        }
    }

    /**
     * A delta that would need the extension goes out as a whole header: not every receiver reads
     * the other form. Nor do all agree what type 3 means after type 0, so only a delta is repeated.
     */
    private int format(int chunkStreamId, int typeId, int streamId, int time, int length) {
        if (length > ChunkSize.MAX) {
            throw new IllegalArgumentException("message of " + length + " B");
        }
        Sent last = streams[chunkStreamId];
        if (last == null || last.streamId != streamId) {
            return 0;
        }
        int delta = time - last.timestamp;
        if (delta < 0 || delta >= ChunkSize.EXTENDED) {
            return 0;
        }
        if (last.typeId != typeId || last.length != length) {
            return 1;
        }
        return last.deltaSent && last.delta == delta ? 3 : 2;
    }

    private Sent remember(
            int chunkStreamId, int format, int typeId, int streamId, int time, int length) {
        Sent last = streams[chunkStreamId];
        if (last == null) {
            last = new Sent();
            streams[chunkStreamId] = last;
        }
        last.delta = time - last.timestamp;
        last.deltaSent = format != 0;
        last.typeId = typeId;
        last.streamId = streamId;
        last.length = length;
        last.timestamp = time;
        return last;
    }

    private static void putHeader(
            int chunkStreamId, int format, Sent last, boolean extended, ByteBuffer out) {
        out.put((byte) (format << 6 | chunkStreamId));
        if (format < 3) {
            int field = format == 0 ? last.timestamp : last.delta;
            putMedium(extended ? ChunkSize.EXTENDED : field, out);
        }
        if (format < 2) {
            putMedium(last.length, out);
            out.put((byte) last.typeId);
        }
        if (format == 0) {
            out.putInt(Integer.reverseBytes(last.streamId));
        }
        if (extended) {
            out.putInt(last.timestamp);
        }
    }

    private static void putContinuation(
            int chunkStreamId, boolean extended, int time, ByteBuffer out) {
        out.put((byte) (0b1100_0000 | chunkStreamId));
        if (extended) {
            out.putInt(time);
        }
    }

    private static void putMedium(int value, ByteBuffer out) {
        out.put((byte) (value >>> 16)).putShort((short) value);
    }

    private static boolean isExtended(int time) {
        return Integer.compareUnsigned(time, ChunkSize.EXTENDED) >= 0;
    }
}
