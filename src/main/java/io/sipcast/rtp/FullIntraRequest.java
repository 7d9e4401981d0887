package io.sipcast.rtp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * FIR, RFC 5104 §4.3.1: send a key frame.
 *
 * @param sender who asks
 */
public record FullIntraRequest(int sender, List<Entry> entries) implements RtcpPacket {
    static final int FORMAT = 4;

    /**
     * One source that is asked.
     *
     * @param sequence 8 bits; one more for each new request, the same when a request is repeated
     */
    public record Entry(int ssrc, int sequence) {
        public Entry {
            if ((sequence & ~0xFF) != 0) {
                throw new IllegalArgumentException("FIR sequence " + sequence);
            }
        }
    }

    public FullIntraRequest {
        entries = List.copyOf(entries);
    }

    /** A request to one source. */
    public static FullIntraRequest of(int sender, int ssrc, int sequence) {
        return new FullIntraRequest(sender, List.of(new Entry(ssrc, sequence & 0xFF)));
    }

    static FullIntraRequest read(ByteBuffer in) {
        int sender = in.getInt();
        in.getInt(); // media source, not used: RFC 5104 §4.3.1.2
        List<Entry> entries = new ArrayList<>(1);
        while (in.hasRemaining()) {
            entries.add(new Entry(in.getInt(), in.getInt() >>> 24));
        }
        return new FullIntraRequest(sender, entries);
    }

    @Override
    public int packetType() {
        return PictureLoss.TYPE;
    }

    @Override
    public int count() {
        return FORMAT;
    }

    @Override
    public void writeBody(ByteBuffer out) {
        out.putInt(sender).putInt(0);
        entries.forEach(entry -> out.putInt(entry.ssrc()).putInt(entry.sequence() << 24));
    }
}
