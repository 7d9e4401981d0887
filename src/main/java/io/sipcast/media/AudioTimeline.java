package io.sipcast.media;

import io.sipcast.media.AudioFrame.Origin;
import io.sipcast.rtp.JitterTarget;
import io.sipcast.rtp.TimestampExtender;
import io.sipcast.rtp.payload.ComfortNoise;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The continuous sound of a call: blocks without a hole, whatever comes. It counts samples: each
 * RTP timestamp has its place, what is missing before it is filled, and what comes after its place
 * was filled is dropped. Blocks last a little more or less than their samples say, so that the
 * timeline keeps to our clock while the sender's drifts.
 *
 * <p>When nothing comes (hold, mute, DTX, a stall) the ticks carry it on, one allowance behind now.
 * The allowance follows how late packets come: it moves no sound, only when a hole is filled. In a
 * pause that the sender announced it is the noise of that pause, and nothing is missing.
 *
 * <p>Where timestamps jump it is placed anew by arrival: at once where they go back, or on with a
 * packet that has no reason to be that early; when several packets agree ({@link LatenessRun})
 * where all come late. It is never placed earlier than what was given out.
 *
 * <p>While nobody listens it goes on in just the same way, but for the samples: what was not
 * decoded is {@linkplain Undecoded kept} with its place. {@link #wake} gives it out there.
 */
final class AudioTimeline implements Stage<AudioFrame, Pcm> {
    private static final long MAX_PACKET_NANOS = 60_000_000L;

    /** A sender that is this far ahead of its own clock has jumped. */
    private static final double MAX_AHEAD_NANOS = 400e6;

    /** After a pause, or a gap in the timestamps, there is no burst that could explain it. */
    private static final double MAX_AHEAD_AFTER_GAP_NANOS = 60e6;

    /** Packets overlap by less. */
    private static final double MAX_BACK_NANOS = 60e6;

    /** How much one packet says of how late packets are. */
    private static final double USUAL = 1.0 / 16;

    private static final long PAUSE_NANOS = 300_000_000L;

    /** Who comes hears no more of the past than rings hold. */
    private static final double MOST_LATE_NANOS = 10e9;

    /** Of what was kept: 2 s. Opus takes 2.4 ms for them, AMR-WB 22. */
    static final int PACKETS_AT_ONCE = 100;

    private static final double NANOS = 1e9;

    private final StreamClock clock;
    private int clockHz;
    private int sampleRateHz;
    private int samplesPerTick;
    private int blockSamples;
    private Concealer concealer;
    private final SideLine side = new SideLine();

    /** How late a packet may start to come; its own length is added. */
    private final JitterTarget allowance;

    private final StreamStart start;
    private final DriftFilter drift = new DriftFilter();
    private final LatenessRun lateRun = new LatenessRun();
    private final TimestampExtender timestamps = new TimestampExtender();

    /** Stream time of the sample that comes next, which is {@link #expected}. */
    private double endNanos;

    private long endGivenNanos;
    private long expected;
    private long following;
    private double usualLateness;
    private boolean anchored;
    private long packetNanos;
    private long lastArrivalNanos;
    private @Nullable ComfortNoise pause;

    private int anchors;
    private long late;
    private final FillStats fills = new FillStats();
    private final Undecoded kept = new Undecoded();
    private boolean asleep;
    private boolean waking;
    private double wakingNanos;

    /**
     * Makes an empty timeline.
     *
     * @param clockHz of the timestamps that are expected
     * @param sampleRateHz of the sound that is expected, a multiple of the clock; both become what
     *     comes
     * @param allowance how late a packet may be; it learns from what comes
     */
    AudioTimeline(StreamClock clock, int clockHz, int sampleRateHz, JitterTarget allowance) {
        this.clock = clock;
        this.allowance = allowance;
        this.start = new StreamStart(clock, allowance);
        this.clockHz = clockHz;
        this.sampleRateHz = sampleRateHz;
        this.samplesPerTick = sampleRateHz / clockHz;
        this.blockSamples = sampleRateHz / 50;
        this.concealer = new Concealer(sampleRateHz);
    }

    @Override
    public void process(AudioFrame frame, Sink<? super Pcm> out) {
        clock.start(frame.arrivalNanos());
        if (frame.origin() != Origin.RECEIVED) {
            mend(frame, out);
            return;
        }
        use(frame);
        long arrival = clock.at(frame.arrivalNanos());
        int count = frame.length();
        packetNanos = Math.min((long) (count * NANOS / sampleRateHz), MAX_PACKET_NANOS);
        long timestamp = place(frame, arrival);
        following = timestamp + count;
        lastArrivalNanos = clock.at(frame.arrivalNanos());

        int overlap = Math.clamp(expected - timestamp, 0, count);
        if (overlap == count) {
            late++;
            out.drop();
            return;
        }
        OrderedPacket undecoded = frame.undecoded();
        if (undecoded != null) {
            pass(Math.max(0, timestamp - expected));
            double zeroNanos = endNanos - overlap * sampleNanos();
            kept.add(new Undecoded.Placed(undecoded, zeroNanos, endNanos));
            pass(count - overlap);
            return;
        }
        bridge(frame, timestamp - expected, out);
        pause = frame.pause();
        give(frame, overlap, out);
    }

    /** Nobody listens from here on. */
    void sleep() {
        asleep = true;
        kept.begin(endNanos);
    }

    /** Nobody will ask for what is heard before this stream time. */
    void forgetBefore(long nanos) {
        kept.forgetBefore(nanos);
    }

    /**
     * Somebody listens: gives out what was kept, at its place, and ends where the timeline is. No
     * more than {@link #PACKETS_AT_ONCE}: decoding 10 s would keep others waiting.
     *
     * @return false when it is to be called again soon; until then the timeline sleeps on
     */
    boolean wake(DecodeStage decoder, Sink<? super Pcm> out) {
        double untilNanos = endNanos;
        long counted = expected;
        int countedHz = sampleRateHz;
        int tickedHz = clockHz;
        kept.limit(untilNanos - MOST_LATE_NANOS);
        if (!waking) {
            decoder.wake(kept.isWhole());
            pause = kept.isWhole() ? pause : null;
            wakingNanos = Math.min(untilNanos, kept.beginNanos());
        }
        leaveOut(wakingNanos);
        decoder.again(true);
        for (int i = 0; i < PACKETS_AT_ONCE && kept.size() > 0; i++) {
            giveLate(Objects.requireNonNull(kept.poll()), decoder, out);
        }
        decoder.again(false);
        waking = kept.size() > 0;
        asleep = waking;
        wakingNanos = endNanos;
        if (!waking) {
            decoder.caughtUp();
            leaveOut(Math.max(endNanos, kept.fromNanos()));
            fill(Math.round((untilNanos - endNanos) / sampleNanos()), out);
        }
        form(countedHz, tickedHz);
        endNanos = untilNanos;
        endGivenNanos = waking ? Math.round(endNanos) : endGivenNanos;
        expected = counted;
        return !waking;
    }

    /** What nobody was given ends here. */
    private void leaveOut(double nanos) {
        if (nanos != endNanos) {
            endNanos = nanos;
            endGivenNanos = Math.round(nanos);
        }
    }

    private void giveLate(Undecoded.Placed placed, DecodeStage decoder, Sink<? super Pcm> out) {
        long timestamp = placed.item().packet().timestamp();
        decoder.process(
                placed.item(),
                frame -> {
                    form(frame.sampleRateHz(), frame.clockHz());
                    int ticks = (int) (frame.timestamp() - timestamp);
                    giveAt(placed.zeroNanos() + ticks * NANOS / clockHz, frame, out);
                });
    }

    private void giveAt(double zeroNanos, AudioFrame frame, Sink<? super Pcm> out) {
        int count = frame.length();
        long missing = Math.round((zeroNanos - endNanos) / sampleNanos());
        missing = Math.abs(missing) <= 1 ? 0 : missing; // the sender's clock, not a gap
        int overlap = Math.clamp(-missing, 0, count);
        boolean received = frame.origin() == Origin.RECEIVED;
        pause = received ? frame.pause() : pause;
        boolean old = zeroNanos + count * sampleNanos() <= kept.fromNanos();
        if (old || overlap == count) {
            return;
        }
        bridge(frame, missing, out);
        if (!received) {
            fills.given(frame.origin(), (count - overlap) * NANOS / sampleRateHz);
        }
        give(frame, overlap, out);
    }

    /** Its place follows from its timestamp alone: it tells nothing of the sender's clock. */
    private void mend(AudioFrame frame, Sink<? super Pcm> out) {
        if (!anchored || frame.sampleRateHz() != sampleRateHz || frame.clockHz() != clockHz) {
            out.drop();
            return;
        }
        int count = frame.samples().length;
        long timestamp = timestamps.near(frame.timestamp()) * samplesPerTick;
        int overlap = Math.clamp(expected - timestamp, 0, count);
        if (overlap == count) {
            out.drop();
            return;
        }
        bridge(frame, timestamp - expected, out);
        fills.given(frame.origin(), (count - overlap) * NANOS / sampleRateHz);
        give(frame, overlap, out);
    }

    private void bridge(AudioFrame frame, long count, Sink<? super Pcm> out) {
        if (frame.afterPause() && count > 0) {
            concealer.rest();
        }
        fill(count, out);
    }

    @Override
    public void tick(long nowNanos, Sink<? super Pcm> out) {
        if (!clock.started()) {
            return;
        }
        double until = clock.at(nowNanos) - allowance.nanos(nowNanos) - packetNanos;
        if (endNanos < until) {
            if (clock.at(nowNanos) - lastArrivalNanos > PAUSE_NANOS) {
                drift.rest();
            }
            while (endNanos < until) {
                if (asleep) {
                    pass(blockSamples);
                } else {
                    fill(blockSamples, out);
                }
            }
        }
    }

    @Override
    public String name() {
        return "timeline";
    }

    /** What was announced holds no longer: the sender's sound is kept from the air. */
    void endPause() {
        pause = null;
        kept.clear();
    }

    /** Whether an RTP timestamp has a stream time. */
    boolean anchored() {
        return anchored;
    }

    /** Changes when RTP timestamps get another place. */
    int anchors() {
        return anchors;
    }

    /** An RTP timestamp near the last one, in nanoseconds of the sender's own clock. */
    double ownNanos(long rtpTimestamp) {
        return timestamps.near(rtpTimestamp) * NANOS / clockHz;
    }

    /** The stream time of a moment of the sender's clock, before or after what was given out. */
    double nanosOf(double ownNanos) {
        return nanosOfSample(ownNanos * sampleRateHz / NANOS);
    }

    private double nanosOfSample(double sample) {
        return endNanos + (sample - expected) * sampleNanos();
    }

    /** Stream time up to which sound was given out. */
    long endNanos() {
        return endGivenNanos;
    }

    /** The sender's clock against ours, in parts per million: positive when it is slow. */
    double driftPpm() {
        return drift.drift() * 1e6;
    }

    /** Packets dropped because their time was filled. */
    long late() {
        return late;
    }

    /** How much sound was made up, or silence put in. */
    long filledNanos() {
        return fills.filledNanos();
    }

    /** What did not come by its own packets. */
    FillStats fills() {
        return fills;
    }

    /** How late a packet may be before its time is filled. */
    long allowanceNanos() {
        return allowance.nanos();
    }

    /** Whether the time of a packet that is held back is about to be filled. */
    boolean mustHave(long rtpTimestamp, long nowNanos) {
        double place = nanosOf(ownNanos(rtpTimestamp));
        return anchored && clock.at(nowNanos) - place >= allowance.nanos(nowNanos);
    }

    /** Sound in another form is another timeline from here on. */
    private void use(AudioFrame frame) {
        if (frame.sampleRateHz() == sampleRateHz && frame.clockHz() == clockHz) {
            return;
        }
        form(frame.sampleRateHz(), frame.clockHz());
        anchored = false;
        pause = null;
    }

    private void form(int rateHz, int ticksHz) {
        clockHz = ticksHz;
        if (rateHz != sampleRateHz) {
            sampleRateHz = rateHz;
            blockSamples = sampleRateHz / 50;
            concealer = new Concealer(sampleRateHz);
        }
        samplesPerTick = sampleRateHz / clockHz;
    }

    /**
     * The frame's first sample, counted by its RTP timestamp, after the timeline has been anchored
     * where it must.
     */
    private long place(AudioFrame frame, long arrival) {
        if (!anchored || frame.restarted()) {
            anchor(frame, arrival);
        }
        long timestamp = sample(frame);
        double lateness = arrival - nanosOfSample((double) timestamp);
        if (jumped(timestamp, lateness, arrival)) {
            anchor(frame, arrival);
            timestamp = sample(frame);
            lateness = arrival - nanosOfSample((double) timestamp);
        }
        lateness = start.lateness(lateness, frame.arrivalNanos());
        allowance.add((long) lateness, frame.arrivalNanos());
        if (!allowance.outage()) {
            usualLateness += (lateness - usualLateness) * USUAL;
            drift.add(arrival, lateness, allowance.nanos());
        }
        return timestamp;
    }

    private long sample(AudioFrame frame) {
        return timestamps.extend(frame.timestamp()) * samplesPerTick;
    }

    private boolean jumped(long timestamp, double lateness, long arrival) {
        double gap = (timestamp - following) * NANOS / sampleRateHz;
        if (gap < -MAX_BACK_NANOS || lateness < earliest(gap, arrival)) {
            return true;
        }
        if (timestamp >= expected) {
            lateRun.clear();
            return false;
        }
        return lateRun.add(arrival, lateness);
    }

    /** The least lateness of a packet that is not beyond a jump. */
    private double earliest(double gapNanos, long arrival) {
        if (arrival - lastArrivalNanos > PAUSE_NANOS) {
            return -MAX_AHEAD_AFTER_GAP_NANOS;
        }
        return gapNanos > MAX_AHEAD_AFTER_GAP_NANOS
                ? Math.min(0, drift.leastLateness()) - MAX_AHEAD_AFTER_GAP_NANOS
                : -MAX_AHEAD_NANOS;
    }

    /**
     * This timestamp is now, if it is as late as packets are; or it comes next where more than now
     * was given out.
     */
    private void anchor(AudioFrame frame, long arrival) {
        start.anchored(frame.arrivalNanos());
        timestamps.reset();
        long missing = Math.round((arrival - usualLateness - endNanos) / sampleNanos());
        long first = sample(frame);
        expected = first - Math.max(0, missing);
        following = first;
        anchored = true;
        anchors++;
        drift.restart();
        lateRun.clear();
    }

    private double sampleNanos() {
        return NANOS / sampleRateHz * (1 + drift.correction());
    }

    private void fill(long count, Sink<? super Pcm> out) {
        ComfortNoise noise = pause;
        for (long left = count; left > 0; left -= blockSamples) {
            int samples = (int) Math.min(left, blockSamples);
            if (noise != null) {
                give(noise.next(samples), null, null, out);
                continue;
            }
            short[] made = concealer.fill(samples);
            fills.filled(
                    made.length * NANOS / sampleRateHz,
                    concealer.repeated() * NANOS / sampleRateHz);
            append(made, side.none(samples, sampleRateHz), null, out);
        }
    }

    private void give(AudioFrame frame, int from, Sink<? super Pcm> out) {
        short[] samples = frame.samples();
        short[] rest = from == 0 ? samples : Arrays.copyOfRange(samples, from, samples.length);
        byte[] packet = from == 0 ? frame.packet() : null; // after a gap, too: it is what was sent
        give(rest, SideLine.tail(frame.side(), from), packet, out);
    }

    private void give(
            short[] received,
            short @Nullable [] difference,
            byte @Nullable [] packet,
            Sink<? super Pcm> out) {
        concealer.follow(received);
        append(received, side.follow(difference, received.length, sampleRateHz), packet, out);
    }

    private void append(
            short[] block,
            short @Nullable [] difference,
            byte @Nullable [] packet,
            Sink<? super Pcm> out) {
        long start = endGivenNanos;
        pass(block.length);
        out.accept(new Pcm(start, endGivenNanos, sampleRateHz, block, difference, packet));
    }

    private void pass(long samples) {
        endNanos += samples * sampleNanos();
        endGivenNanos = Math.round(endNanos);
        expected += samples;
    }
}
