package io.sipcast.rtp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** BYE, RFC 3550 §6.6: these sources send no more. A reason is skipped and never given. */
public record Goodbye(List<Integer> ssrcs) implements RtcpPacket {
    static final int TYPE = 203;

    private static final int MAX_SOURCES = 31;

    public Goodbye {
        ssrcs = List.copyOf(ssrcs);
        if (ssrcs.size() > MAX_SOURCES) {
            throw new IllegalArgumentException(ssrcs.size() + " sources");
        }
    }

    static Goodbye read(int count, ByteBuffer in) {
        List<Integer> ssrcs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(in.getInt());
        }
        return new Goodbye(ssrcs);
    }

    @Override
    public int packetType() {
        return TYPE;
    }

    @Override
    public int count() {
        return ssrcs.size();
    }

    @Override
    public void writeBody(ByteBuffer out) {
        ssrcs.forEach(out::putInt);
    }
}
