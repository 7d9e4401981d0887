package io.sipcast.media;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.AudioFrame.Origin;
import io.sipcast.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/**
 * What a codec itself has to put in place of lost packets: what the next packet says of the last of
 * them (in-band FEC), and what the decoder makes up for those before it (concealment). It knows
 * where the next packet belongs, and so tells loss from a pause of the sender, whose sequence
 * numbers go on while its timestamps jump (DTX): a pause gets the comfort noise of codecs that have
 * some.
 */
final class LossMender {
    /** What is made up for longer is like nothing that was said. */
    private static final int MAX_CONCEALED_MILLIS = 120;

    /** A longer way ahead is a jump of the timestamps. */
    private static final int MAX_MISSING_MILLIS = 5_000;

    /** Comfort noise keeps behind, so that what comes in time finds its place free. */
    private static final long PAUSE_BEHIND_NANOS = 60_000_000L;

    /** A sender that pauses is heard of every 400 ms; one that is gone is silent after this. */
    private static final long MAX_PAUSE_NANOS = 1_000_000_000L;

    private static final int PIECES_A_SECOND = 50;
    private static final long PIECE_NANOS = 1_000_000_000L / PIECES_A_SECOND;

    /** Whose packets the next one follows; null after a restart. */
    private @Nullable DecodedFormat format;

    /** Where the next packet belongs if nothing is missing. */
    private long nextTimestamp;

    private int packetSamples;
    private long arrivalNanos;

    /** How much comfort noise was made since the last packet. */
    private long pausedNanos;

    /** What comes next is of another source or format. */
    void restart() {
        format = null;
    }

    /** This packet was decoded to so many samples. */
    void decoded(DecodedFormat by, RtpPacket packet, int samples) {
        format = by;
        nextTimestamp = packet.timestamp() + samples / by.samplesPerTick();
        packetSamples = samples;
        arrivalNanos = packet.arrivalNanos();
        pausedNanos = 0;
    }

    /** Whether more is missing before this packet than so many lost ones can have held. */
    boolean isAfterPause(RtpPacket packet, int lost) {
        return missing(packet) > lost * packetSamples;
    }

    /** Gives out what can be had of the time before this packet, which is decoded next. */
    void mend(RtpPacket packet, int lost, Sink<? super AudioFrame> out) {
        DecodedFormat by = format;
        int missing = missing(packet);
        if (by == null || missing == 0) {
            return;
        }
        if (lost == 0) {
            if (by.decoder().pauses()) {
                conceal(by, Origin.PAUSE, missing, packet.arrivalNanos(), out);
            }
            return;
        }
        int known = recoverable(by, packet, missing);
        int unknown = Math.clamp((long) lost * packetSamples - known, 0, missing - known);
        conceal(by, Origin.CONCEALED, unknown, packet.arrivalNanos(), out);
        if (known > 0) {
            recover(by, packet, known, missing > known + unknown, out);
        }
    }

    /** Carries a pause on in which the codec has comfort noise. */
    void tick(long nowNanos, Sink<? super AudioFrame> out) {
        DecodedFormat by = format;
        if (by == null || !by.decoder().pauses()) {
            return;
        }
        long playedNanos = (long) packetSamples * 1_000_000_000L / by.sampleRateHz();
        long until = nowNanos - arrivalNanos - playedNanos - PAUSE_BEHIND_NANOS;
        while (pausedNanos < Math.min(until, MAX_PAUSE_NANOS)) {
            conceal(by, Origin.PAUSE, by.sampleRateHz() / PIECES_A_SECOND, nowNanos, out);
            pausedNanos += PIECE_NANOS;
        }
    }

    private int missing(RtpPacket packet) {
        DecodedFormat by = format;
        if (by == null) {
            return 0;
        }
        int ticks = (int) (packet.timestamp() - nextTimestamp); // the low 32 bits, signed
        long samples = (long) ticks * by.samplesPerTick();
        boolean jump = samples > by.sampleRateHz() / 1000L * MAX_MISSING_MILLIS;
        return samples < 0 || jump ? 0 : (int) samples;
    }

    private static int recoverable(DecodedFormat by, RtpPacket packet, int missing) {
        int known =
                by.decoder()
                        .recoverable(
                                packet.bytes(), packet.payloadOffset(), packet.payloadLength());
        return known <= missing ? known : 0;
    }

    private void conceal(
            DecodedFormat by,
            Origin origin,
            int samples,
            long nanos,
            Sink<? super AudioFrame> out) {
        int most = by.sampleRateHz() / 1000 * MAX_CONCEALED_MILLIS;
        short[] made = samples == 0 ? null : by.decoder().conceal(Math.min(samples, most));
        if (made != null && made.length > 0) {
            out.accept(by.frame(origin, nextTimestamp, nanos, made));
            nextTimestamp += made.length / by.samplesPerTick();
        }
    }

    private static void recover(
            DecodedFormat by,
            RtpPacket packet,
            int known,
            boolean afterPause,
            Sink<? super AudioFrame> out) {
        short[] samples;
        try {
            samples =
                    by.decoder()
                            .recover(
                                    packet.bytes(), packet.payloadOffset(), packet.payloadLength());
        } catch (ProtocolException _) {
            return; // the packet will be found bad as a whole
        }
        if (samples.length == known) {
            long timestamp = packet.timestamp() - known / by.samplesPerTick();
            long nanos = packet.arrivalNanos();
            out.accept(
                    by.frame(
                            Origin.RECOVERED,
                            timestamp,
                            nanos,
                            false,
                            afterPause,
                            samples,
                            null,
                            null));
        }
    }
}
