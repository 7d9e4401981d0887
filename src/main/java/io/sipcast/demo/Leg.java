package io.sipcast.demo;

import io.sipcast.rtp.payload.G711;
import io.sipcast.sdp.Direction;
import java.net.InetSocketAddress;

/**
 * One medium as it was agreed on, from the callee's side.
 *
 * @param direction what the callee may do
 * @param rtp where the peer takes RTP
 * @param rtcp where the peer takes RTCP
 */
record Leg(Coding coding, Direction direction, InetSocketAddress rtp, InetSocketAddress rtcp) {
    /** What is sent, and under which number. */
    sealed interface Coding {
        int payloadType();

        /** Sound. */
        record Audio(int payloadType, G711 law) implements Coding {}

        /** The picture. */
        record Video(int payloadType, int packetizationMode) implements Coding {}
    }
}
