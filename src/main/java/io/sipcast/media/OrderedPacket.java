package io.sipcast.media;

import io.sipcast.rtp.RtpPacket;

/**
 * A packet in its place.
 *
 * @param lost how many are missing before it, for good
 * @param restarted whether it is the first of another source, or after a jump in the sequence
 */
record OrderedPacket(RtpPacket packet, int lost, boolean restarted) {
    /** Whether what came before it is not what its sender sent before it. */
    boolean afterGap() {
        return lost > 0 || restarted;
    }

    OrderedPacket asRestarted() {
        return new OrderedPacket(packet, lost, true);
    }

    OrderedPacket afterLoss() {
        return new OrderedPacket(packet, lost + 1, restarted);
    }
}
