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
     * @param bitRate of the payload, bit/s over the last second
     * @param jitterMillis RFC 3550 §6.4.1
     * @param waitMillis how long a missing packet is waited for now
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
            long bitRate,
            double jitterMillis,
            long waitMillis,
            long roundTripMillis,
            long firstPacketMillis,
            long packetsSent) {}

    /**
     * The sound.
     *
     * @param allowedMillis how late sound may come now before its time is filled
     * @param filledMillis sound that was made up or silence put in
     * @param droppedPackets whose time had been filled
     * @param driftPpm the sender's clock against ours; positive when it is slow
     * @param anchors how often its timestamps were placed anew
     * @param concealedMillis of what was filled: made up from the sound before it, by the codec or
     *     by repetition; the rest is silence and comfort noise
     * @param recoveredMillis not filled: lost packets' sound that the next packets had again (FEC)
     * @param levelDbfs of what was on air in the last second: the root of its mean square, 0 for a
     *     square wave at full scale, -99 at least; null while nobody listens: it is not decoded
     *     then
     * @param peakDbfs its highest sample, likewise
     */
    public record Audio(
            Packets packets,
            String codec,
            long allowedMillis,
            long filledMillis,
            long droppedPackets,
            double driftPpm,
            int anchors,
            long concealedMillis,
            long recoveredMillis,
            @Nullable Double levelDbfs,
            @Nullable Double peakDbfs) {}

    /**
     * What was asked of the sender of pictures.
     *
     * @param nacks packets asked for again, each time counted
     * @param repaired packets that came after that
     * @param info key frames asked for by SIP
     * @param ignored whether no key frame comes when asked for
     */
    public record Feedback(
            long nacks, long repaired, long pli, long fir, long info, boolean ignored) {}

    /**
     * The pictures.
     *
     * @param codec of the last packet; null before the first
     * @param incomplete pictures that lacked a packet
     * @param malformed packets that break the codec's payload format
     * @param unsupported packets of a part of it that was not negotiated
     * @param losses how often pictures were held back until the next key frame
     * @param keyFrameRequests how often one was asked for, whatever the way
     * @param skewMillis how far the sender's reports move pictures from where they arrive
     * @param byReports whether the sender's reports are gone by now
     * @param frameRate pictures that left for the stream in the last second
     * @param keyFrameAgeMillis since the last key frame left; -1 before the first
     * @param publishedSkewMillis how much later than with the sound that belongs to it, by the
     *     sender's reports, the last picture is shown; null while there are none to go by
     */
    public record Video(
            Packets packets,
            Format.@Nullable VideoCodec codec,
            Format.@Nullable Video format,
            long pictures,
            long incomplete,
            long malformed,
            long unsupported,
            long keyFrames,
            long losses,
            long keyFrameRequests,
            Feedback feedback,
            double skewMillis,
            boolean byReports,
            long refusedReports,
            double frameRate,
            long keyFrameAgeMillis,
            @Nullable Double publishedSkewMillis) {}
}
