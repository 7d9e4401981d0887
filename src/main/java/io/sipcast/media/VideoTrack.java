package io.sipcast.media;

import io.sipcast.bytes.Bytes;
import java.util.List;
import java.util.Set;

/**
 * What was negotiated for pictures: H.264 at 90 kHz, from the peer to us.
 *
 * @param payloadTypes each of them H.264
 * @param parameterSets NAL units of {@code sprop-parameter-sets}; empty when the SDP has none
 * @param feedback whether the peer negotiated any of nack pli and ccm fir; it is asked for key
 *     frames by RTCP either way, and otherwise by SIP too
 * @param nack whether the peer repeats packets on Generic NACK
 * @param receives whether the peer may send; false while it is on hold
 */
public record VideoTrack(
        Set<Integer> payloadTypes,
        List<Bytes> parameterSets,
        boolean feedback,
        boolean nack,
        boolean receives) {
    /** Ticks of the RTP clock in a second. */
    public static final int CLOCK_HZ = 90_000;

    public VideoTrack {
        payloadTypes = Set.copyOf(payloadTypes);
        parameterSets = List.copyOf(parameterSets);
    }
}
