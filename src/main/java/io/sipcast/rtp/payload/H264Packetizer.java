package io.sipcast.rtp.payload;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;

/**
 * Cuts an H.264 picture into RTP payloads, RFC 6184 packetization-mode 1: what fits is sent whole,
 * small NAL units that are no slices together as STAP-A, large ones as FU-A. In mode 0 each NAL
 * unit is a payload, whatever its size.
 */
public final class H264Packetizer {
    /** Leaves room for IP, UDP, SRTP and a tunnel in 1500 bytes. */
    public static final int DEFAULT_MAX_PAYLOAD = 1200;

    private static final int AGGREGATE_SIZE = 1;
    private static final int FRAGMENT_SIZE = 2;
    private static final int SIZE_FIELD = 2;
    private static final int MINIMUM = 16;

    private static final int REFERENCE = 0x60;
    private static final int FU_START = 0x80;
    private static final int FU_END = 0x40;

    private final int maxPayload;
    private final boolean single;
    private ByteBuffer scratch;

    /** Takes the payloads of one picture in order. */
    @FunctionalInterface
    public interface Output {
        /**
         * Takes one payload.
         *
         * @param payload to be read before this returns: it is used again
         * @param last whether to set the marker
         */
        void accept(ByteBuffer payload, boolean last);
    }

    /** Mode 1 with payloads of the default size. */
    public H264Packetizer() {
        this(DEFAULT_MAX_PAYLOAD, 1);
    }

    /**
     * A packetizer of the mode that was negotiated.
     *
     * @param packetizationMode 0 or 1
     */
    public H264Packetizer(int maxPayload, int packetizationMode) {
        if (maxPayload < MINIMUM || packetizationMode < 0 || packetizationMode > 1) {
            throw new IllegalArgumentException(
                    "payload of " + maxPayload + ", mode " + packetizationMode);
        }
        this.maxPayload = maxPayload;
        this.single = packetizationMode == 0;
        this.scratch = ByteBuffer.allocate(maxPayload);
    }

    /**
     * Cuts one access unit.
     *
     * @param avcc NAL units, each behind its length in four bytes
     * @throws ProtocolException MALFORMED when the lengths don't add up
     */
    public void packetize(byte[] avcc, Output out) {
        int at = 0;
        while (at < avcc.length) {
            int end = endOf(avcc, at);
            if (!single && end - at - AccessUnit.LENGTH_SIZE > maxPayload) {
                fragment(avcc, at + AccessUnit.LENGTH_SIZE, end, out);
                at = end;
            } else {
                int group = single ? end : endOfGroup(avcc, at);
                if (group == end) {
                    whole(avcc, at + AccessUnit.LENGTH_SIZE, end, out);
                } else {
                    aggregate(avcc, at, group, out);
                }
                at = group;
            }
        }
    }

    private void whole(byte[] avcc, int from, int end, Output out) {
        start(end - from).put(avcc, from, end - from);
        emit(out, end == avcc.length);
    }

    /** How far the NAL units from here on fit in one STAP-A. */
    private int endOfGroup(byte[] avcc, int from) {
        int at = from;
        int size = AGGREGATE_SIZE;
        while (at < avcc.length) {
            int end = endOf(avcc, at);
            size += SIZE_FIELD + end - at - AccessUnit.LENGTH_SIZE;
            boolean slice = NalType.isSlice(NalType.of(avcc[at + AccessUnit.LENGTH_SIZE]));
            if (slice || size > maxPayload) {
                break;
            }
            at = end;
        }
        return at == from ? endOf(avcc, from) : at;
    }

    /** The NRI of the aggregate is the highest of its parts, RFC 6184 §5.7. */
    private void aggregate(byte[] avcc, int from, int end, Output out) {
        start(maxPayload).put((byte) 0);
        int reference = 0;
        for (int at = from; at < end; at = endOf(avcc, at)) {
            int nal = at + AccessUnit.LENGTH_SIZE;
            int length = endOf(avcc, at) - nal;
            reference = Math.max(reference, avcc[nal] & REFERENCE);
            scratch.putShort((short) length).put(avcc, nal, length);
        }
        scratch.put(0, (byte) (reference | NalType.STAP_A));
        emit(out, end == avcc.length);
    }

    private void fragment(byte[] avcc, int nal, int end, Output out) {
        int type = NalType.of(avcc[nal]);
        byte indicator = (byte) ((avcc[nal] & REFERENCE) | NalType.FU_A);
        int first = nal + 1;
        for (int at = first; at < end; ) {
            int length = Math.min(maxPayload - FRAGMENT_SIZE, end - at);
            boolean last = at + length == end;
            int flags = (at == first ? FU_START : 0) | (last ? FU_END : 0);
            start(FRAGMENT_SIZE + length)
                    .put(indicator)
                    .put((byte) (flags | type))
                    .put(avcc, at, length);
            emit(out, last && end == avcc.length);
            at += length;
        }
    }

    private ByteBuffer start(int size) {
        if (size > scratch.capacity()) {
            scratch = ByteBuffer.allocate(size);
        }
        return scratch.clear();
    }

    private void emit(Output out, boolean last) {
        out.accept(scratch.flip(), last);
    }

    private static int endOf(byte[] avcc, int at) {
        int nal = at + AccessUnit.LENGTH_SIZE;
        int length = nal > avcc.length ? 0 : ByteBuffer.wrap(avcc, at, 4).getInt();
        if (length <= 0 || length > avcc.length - nal) {
            throw new ProtocolException(Fault.MALFORMED, "NAL unit length at " + at);
        }
        return nal + length;
    }
}
