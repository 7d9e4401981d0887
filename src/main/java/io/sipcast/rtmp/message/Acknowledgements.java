package io.sipcast.rtmp.message;

/**
 * How many bytes went each way and how many of them are acknowledged, §5.4.3 and §5.4.4.
 *
 * <p>Counts begin after the handshake. Some peers count it in, so of what a peer acknowledges only
 * the progress means something.
 */
public final class Acknowledgements {
    private long received;
    private long toldReceived;
    private long window = Long.MAX_VALUE;
    private long sent;
    private long acknowledged;

    /** Bytes received. */
    public long received() {
        return received;
    }

    /** Bytes written to the driver. */
    public long sent() {
        return sent;
    }

    /** Bytes that the peer says it has; stays 0 with peers that never say. */
    public long acknowledged() {
        return acknowledged;
    }

    void window(int bytes) {
        window = bytes > 0 ? bytes : Long.MAX_VALUE;
    }

    void countReceived(int bytes) {
        received += bytes;
    }

    void countSent(int bytes) {
        sent += bytes;
    }

    /** Half a window is waited for, so that the peer never runs into its end. */
    boolean due() {
        return received - toldReceived >= window / 2;
    }

    /** The sequence number to send now. */
    int tell() {
        toldReceived = received;
        return (int) received;
    }

    /** The peer's number, which wraps at 2^32. */
    void acknowledged(int sequence) {
        int progress = sequence - (int) acknowledged;
        acknowledged += Math.max(0, progress);
    }
}
