package io.sipcast.ice;

import io.sipcast.ice.stun.StunMessage;
import java.nio.ByteBuffer;
import java.util.List;

/** What one medium's agent does with what is authentic: as a lite one, or a full one. */
sealed interface IceSide permits LiteSide, FullSide {
    /** A check of the peer's, which has been answered with success. */
    void requested(BindingRequest request, long nowNanos);

    /** What may answer a check of ours. */
    void answered(StunMessage answer, ByteBuffer datagram, TransportAddress from, long nowNanos);

    void tick(long nowNanos);

    IceState state();

    List<IceReport.Pair> pairs();
}
