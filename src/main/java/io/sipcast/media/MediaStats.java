package io.sipcast.media;

import org.jspecify.annotations.Nullable;

/**
 * What became of a call's media, at one moment.
 *
 * @param audio null when there is no sound in this call
 * @param video null when there are no pictures in this call
 */
public record MediaStats(@Nullable Audio audio, @Nullable Video video) {
    /**
     * Packets of one track, as they came.
     *
     * @param path the stages with their counters, printed
     * @param packets received in all
     * @param lost that never came, or too late
     * @param late that came after their place was given up
     * @param malformed datagrams that are neither RTP nor RTCP, or break it
     * @param jitterMillis RFC 3550 §6.4.1
     * @param roundTripMillis -1 while unknown
     * @param firstPacketMillis after the session began; -1 while none came
     */
    public record Packets(
            Path.Snapshot path,
            int ssrc,
            long packets,
            long lost,
            long duplicates,
            long late,
            long restarts,
            long malformed,
            double jitterMillis,
            long roundTripMillis,
            long firstPacketMillis,
            long packetsSent) {}

    /**
     * The sound.
     *
     * @param filledMillis sound that was made up or silence put in
     * @param droppedPackets whose time had been filled
     * @param driftPpm the sender's clock against ours; positive when it is slow
     * @param anchors how often its timestamps were placed anew
     * @param concealedMillis of what was filled: made up from the sound before it, by the codec or
     *     by repetition; the rest is silence and comfort noise
     * @param recoveredMillis not filled: lost packets' sound that the next packets had again (FEC)
     */
    public record Audio(
            Packets packets,
            String codec,
            long filledMillis,
            long droppedPackets,
            double driftPpm,
            int anchors,
            long concealedMillis,
            long recoveredMillis) {}

    /**
     * The pictures.
     *
     * @param incomplete pictures that lacked a packet
     * @param losses how often pictures were held back until the next key frame
     * @param keyFrameRequests asked for by RTCP
     * @param skewMillis how far the sender's reports move pictures from where they arrive
     * @param byReports whether the sender's reports are gone by now
     */
    public record Video(
            Packets packets,
            Format.@Nullable Video format,
            long pictures,
            long incomplete,
            long keyFrames,
            long losses,
            long keyFrameRequests,
            double skewMillis,
            boolean byReports,
            long refusedReports) {}
}
