package io.sipcast.rtp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Generic NACK, RFC 4585 §6.2.1: these packets are missing, send them again.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |    PID: a sequence number     | BLP: bit i is for PID + i + 1 |
 * +-------------------------------+-------------------------------+
 * </pre>
 *
 * @param sender who asks
 * @param media whose packets are missing
 * @param sequences 16 bits each, in order
 */
public record Nack(int sender, int media, List<Integer> sequences) implements RtcpPacket {
    static final int TYPE = 205;
    static final int FORMAT = 1;

    private static final int MASKED = 16;

    public Nack {
        sequences = List.copyOf(sequences);
        for (int sequence : sequences) {
            if ((sequence & ~0xFFFF) != 0) {
                throw new IllegalArgumentException("sequence " + sequence);
            }
        }
    }

    static Nack read(ByteBuffer in) {
        int sender = in.getInt();
        int media = in.getInt();
        List<Integer> sequences = new ArrayList<>();
        while (in.hasRemaining()) {
            int first = in.getShort() & 0xFFFF;
            sequences.add(first);
            int mask = in.getShort() & 0xFFFF;
            for (int i = 0; i < MASKED; i++) {
                if ((mask >> i & 1) == 1) {
                    sequences.add((first + i + 1) & 0xFFFF);
                }
            }
        }
        return new Nack(sender, media, sequences);
    }

    @Override
    public int packetType() {
        return TYPE;
    }

    @Override
    public int count() {
        return FORMAT;
    }

    @Override
    public void writeBody(ByteBuffer out) {
        out.putInt(sender).putInt(media);
        int at = 0;
        while (at < sequences.size()) {
            int first = sequences.get(at++);
            int mask = 0;
            while (at < sequences.size() && isMasked(first, sequences.get(at))) {
                mask |= 1 << (distance(first, sequences.get(at++)) - 1);
            }
            out.putShort((short) first).putShort((short) mask);
        }
    }

    private static boolean isMasked(int first, int sequence) {
        int distance = distance(first, sequence);
        return distance >= 1 && distance <= MASKED;
    }

    private static int distance(int first, int sequence) {
        return (sequence - first) & 0xFFFF;
    }
}
