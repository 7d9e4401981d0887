package io.sipcast.rtp.payload;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.ByteBuffer;

/**
 * One packet of a named event, RFC 4733 §2.3: a key that is held or, with {@code end}, let go.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+-+-+-----------+-------------------------------+
 * |     event     |E|R|  volume   |           duration            |
 * +---------------+-+-+-----------+-------------------------------+
 * </pre>
 *
 * @param event 0 to 255; 0 to 15 are the keys
 * @param volume in dBm0 without its sign: 0 is loud, 63 is silent
 * @param durationTicks so far, in ticks of the RTP clock; 16 bits, unsigned
 */
public record TelephoneEvent(int event, boolean end, int volume, int durationTicks) {
    /** Bytes of the payload. */
    public static final int SIZE = 4;

    private static final String KEYS = "0123456789*#ABCD";
    private static final int END = 0x80;

    public TelephoneEvent {
        if ((event & ~0xFF) != 0 || (volume & ~0x3F) != 0 || (durationTicks & ~0xFFFF) != 0) {
            throw new IllegalArgumentException("telephone-event field out of range");
        }
    }

    /** Whether DTMF has such a key. */
    public static boolean isKey(char key) {
        return KEYS.indexOf(Character.toUpperCase(key)) >= 0;
    }

    /** Whether an event is a key of DTMF's. */
    public static boolean isKeyEvent(int event) {
        return event >= 0 && event < KEYS.length();
    }

    /** The key of such an event. */
    public static char keyOf(int event) {
        return KEYS.charAt(event);
    }

    /** The event of a key, RFC 4733 table 3. */
    public static int ofKey(char key) {
        int event = KEYS.indexOf(Character.toUpperCase(key));
        if (event < 0) {
            throw new IllegalArgumentException("no DTMF key");
        }
        return event;
    }

    /** The key, or a space for an event that is none. */
    public char key() {
        return isKeyEvent(event) ? keyOf(event) : ' ';
    }

    /**
     * Reads one event and leaves {@code in} behind it; a payload may hold more (RFC 4733 §2.6).
     *
     * @throws ProtocolException TRUNCATED
     */
    public static TelephoneEvent read(ByteBuffer in) {
        if (in.remaining() < SIZE) {
            throw new ProtocolException(Fault.TRUNCATED, "telephone-event: " + in.remaining());
        }
        int event = in.get() & 0xFF;
        int flags = in.get();
        return new TelephoneEvent(event, (flags & END) != 0, flags & 0x3F, in.getShort() & 0xFFFF);
    }

    public void write(ByteBuffer out) {
        out.put((byte) event)
                .put((byte) (end ? volume | END : volume))
                .putShort((short) durationTicks);
    }
}
