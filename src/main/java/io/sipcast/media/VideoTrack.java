package io.sipcast.media;

import java.util.List;

/**
 * What was negotiated for pictures, from the peer to us. All codecs run at 90 kHz, and the peer may
 * change from one to another at any picture.
 *
 * @param receive what may come
 * @param feedback whether the peer negotiated any of nack pli and ccm fir; it is asked for key
 *     frames by RTCP either way, and otherwise by SIP too
 * @param nack whether the peer repeats packets on Generic NACK
 * @param receives whether the peer may send; false while it is on hold
 */
public record VideoTrack(
        List<VideoPayload> receive, boolean feedback, boolean nack, boolean receives) {
    /** Ticks of the RTP clock in a second. */
    public static final int CLOCK_HZ = 90_000;

    public VideoTrack {
        receive = List.copyOf(receive);
    }
}
