package io.sipcast.rtp;

import java.nio.ByteBuffer;

/** One packet of a compound RTCP datagram; {@link RtcpCompound} reads and writes the datagram. */
public sealed interface RtcpPacket
        permits SenderReport,
                ReceiverReport,
                SourceDescription,
                Goodbye,
                Nack,
                PictureLoss,
                FullIntraRequest,
                UnknownRtcp {

    /** The PT field. */
    int packetType();

    /** The five bits after the padding bit: a count, or the feedback format. */
    int count();

    /** Writes what follows the header of four bytes. */
    void writeBody(ByteBuffer out);
}
