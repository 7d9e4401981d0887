package io.sipcast.rtp.payload;

import io.sipcast.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pictures of one codec together from packets in order. Only whole pictures come out; what
 * was lost shows as {@link CodedPicture#afterLoss}.
 *
 * <p>For each packet: {@link #lost} if some are missing before it, {@link #put}, then {@link #poll}
 * until null. Damage is counted and never thrown.
 */
public sealed interface Depacketizer permits H264Depacketizer, H265Depacketizer, Vp8Depacketizer {
    /** Packets are missing before the next one. */
    void lost();

    /** The next packet comes from another source, or after a jump. */
    default void restarted() {
        lost();
    }

    /** Takes the next packet of the sequence. */
    void put(RtpPacket packet);

    /** The next whole picture, or null. */
    @Nullable CodedPicture poll();

    /** What became of the packets so far. */
    DepacketizerCounts counts();

    /** Whole pictures that came out. */
    default long pictures() {
        return counts().pictures;
    }

    /** Pictures of which some, but not all, came, or that nothing can be made of. */
    default long dropped() {
        return counts().dropped;
    }

    /** Those among the dropped ones that are known to have been key frames. */
    default long damagedKeys() {
        return counts().damagedKeys;
    }

    /** Packets that break the payload format. */
    default long malformed() {
        return counts().malformed;
    }

    /** Packets of a part of the payload format that nobody negotiated. */
    default long unsupported() {
        return counts().unsupported;
    }
}
