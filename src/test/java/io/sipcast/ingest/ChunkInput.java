package io.sipcast.ingest;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Messages out of RTMP chunks, RTMP 1.0 §5.3. Blocks. */
final class ChunkInput {
    private static final int SET_CHUNK_SIZE = 1;
    private static final int EXTENDED = 0xFF_FFFF;
    private static final int MAX_BYTES = 8 << 20;

    private static final class Lane {
        long time;
        int field; // timestamp or delta, as it came last
        int type;
        byte[] body = {};
        int filled;
    }

    private final DataInputStream in;
    private final Map<Integer, Lane> lanes = new HashMap<>();
    private int chunkSize = 128;

    ChunkInput(DataInputStream in) {
        this.in = in;
    }

    /** The next message but those that are about chunks themselves. */
    Message next() throws IOException {
        while (true) {
            Lane lane = chunk();
            if (lane.filled < lane.body.length) {
                continue;
            }
            lane.filled = 0;
            var message = new Message(lane.type, lane.time, lane.body.clone());
            if (message.type() != SET_CHUNK_SIZE) {
                return message;
            }
            chunkSize =
                    message.at(0) << 24 | message.at(1) << 16 | message.at(2) << 8 | message.at(3);
        }
    }

    private Lane chunk() throws IOException {
        int first = in.readUnsignedByte();
        int id = first & 63;
        if (id == 0) {
            id = 64 + in.readUnsignedByte();
        } else if (id == 1) {
            id = 64 + in.readUnsignedByte() + 256 * in.readUnsignedByte();
        }
        Lane lane = lanes.computeIfAbsent(id, _ -> new Lane());
        header(lane, first >> 6);
        int size = Math.min(chunkSize, lane.body.length - lane.filled);
        in.readFully(lane.body, lane.filled, size);
        lane.filled += size;
        return lane;
    }

    private void header(Lane lane, int format) throws IOException {
        boolean begins = lane.filled == 0;
        if (format < 3) {
            lane.field = medium();
        }
        if (format < 2) {
            int size = medium();
            if (size > MAX_BYTES) {
                throw new RuleBroken(Rule.READABLE, "a message of " + size + " bytes");
            }
            lane.body = new byte[size];
            lane.filled = 0;
            lane.type = in.readUnsignedByte();
        }
        if (format == 0) {
            var _ = in.readInt(); // the message stream
        }
        long time = lane.field == EXTENDED ? in.readInt() & 0xFFFF_FFFFL : lane.field;
        if (begins) {
            lane.time = format == 0 ? time : lane.time + time;
        }
    }

    private int medium() throws IOException {
        return in.readUnsignedByte() << 16 | in.readUnsignedShort();
    }
}
