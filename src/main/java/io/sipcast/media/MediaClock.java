package io.sipcast.media;

import io.sipcast.rtp.SenderReport;
import io.sipcast.rtp.TimestampExtender;
import org.jspecify.annotations.Nullable;

/**
 * Places pictures in stream time, against the sound that leads it: by the sender's reports once
 * both tracks have one, by arrival until then, and for good where none come. The first picture is
 * placed at once.
 *
 * <p>By arrival means by the least delay of the last ten seconds, so that jitter moves nothing.
 * When the place changes, pictures move there within about two seconds, and never back in time.
 */
final class MediaClock {
    private static final double NANOS = 1e9;
    private static final double TICK_NANOS = NANOS / VideoTrack.CLOCK_HZ;
    private static final int WINDOW_SECONDS = 10;

    /** What a stall of the network may look like before the lateness is looked at. */
    private static final double MAX_LATE_NANOS = 300e6;

    private static final double MAX_AHEAD_NANOS = 1e9;

    /** More than pictures that are sent out of order are apart. */
    private static final double MAX_BACK_NANOS = 1e9;

    /** Nine tenths of a correction are done after 1.2 s. */
    private static final double SLEW_NANOS = 500e6;

    /** Pictures go by at half to one and a half of their speed meanwhile, no more. */
    private static final double MAX_SLEW = 0.5;

    private final StreamClock clock;
    private final AudioTimeline audio;
    private final TimestampExtender timestamps = new TimestampExtender();
    private final ArrivalEnvelope arrivals = new ArrivalEnvelope(WINDOW_SECONDS);
    private final LatenessRun lateRun = new LatenessRun();
    private final ReportSync reports = new ReportSync();
    private final DecodeOrder order = new DecodeOrder();

    private boolean anchored;
    private boolean restarted;
    private int audioAnchors;
    private double ownNanos;

    /** Of the picture that is shown last so far, and of the one that was before it. */
    private double latestNanos;

    private double earlierNanos;
    private double earlierOffsetNanos;

    /** What to add to a picture's own time (its RTP time in nanoseconds) for its stream time. */
    private double offsetNanos;

    /** How far the reports put pictures from where they arrive; kept while new ones are awaited. */
    private double skewNanos;

    private @Nullable SenderReport audioReport;
    private @Nullable SenderReport videoReport;
    private long anchors;

    MediaClock(StreamClock clock, AudioTimeline audio) {
        this.clock = clock;
        this.audio = audio;
    }

    /** A picture: its times are {@link #dtsNanos} and {@link #ptsNanos} then. */
    void place(long rtpTimestamp, long arrivalNanos) {
        clock.start(arrivalNanos);
        double arrival = clock.unmoved(arrivalNanos);
        if (!anchored) {
            placeAnew(rtpTimestamp, arrival);
        } else {
            ownNanos = timestamps.extend(rtpTimestamp) * TICK_NANOS;
            boolean back = ownNanos < latestNanos - MAX_BACK_NANOS;
            if (jumped(arrivalNanos, arrival - ownNanos - arrivals.least()) || back) {
                placeAnew(rtpTimestamp, arrival);
            } else {
                arrivals.add((long) arrival, arrival - ownNanos);
                advance();
            }
        }
        order.place(Math.round(ownNanos + offsetAtOwn()));
    }

    /** How many pictures the stream says that it reorders; -1 when it does not say. */
    void reorders(int pictures) {
        order.declare(pictures);
    }

    private void placeAnew(long rtpTimestamp, double arrival) {
        anchor(rtpTimestamp, arrival);
        offsetNanos = target();
        latestNanos = ownNanos;
        earlierNanos = ownNanos;
        earlierOffsetNanos = offsetNanos;
    }

    private void advance() {
        if (ownNanos > latestNanos) {
            earlierNanos = latestNanos;
            earlierOffsetNanos = offsetNanos;
            slew(Math.min(ownNanos - latestNanos, NANOS));
            latestNanos = ownNanos;
        }
    }

    /** A picture shown before one that came before it has the offset of its own time. */
    private double offsetAtOwn() {
        if (ownNanos >= latestNanos || earlierNanos >= latestNanos) {
            return offsetNanos;
        }
        double part = (ownNanos - earlierNanos) / (latestNanos - earlierNanos);
        return earlierOffsetNanos + Math.max(0, part) * (offsetNanos - earlierOffsetNanos);
    }

    long dtsNanos() {
        return order.dtsNanos();
    }

    long ptsNanos() {
        return order.ptsNanos();
    }

    /** The pictures that follow are of another source, or after a jump. */
    void restart() {
        restarted = anchored;
    }

    /** A sender report of the source that the sound comes from now. */
    void audioReport(SenderReport report) {
        audioReport = report;
        forgetMovedAudio();
        if (audio.anchored() && !report.ntp().isUnknown()) {
            reports.audio(report.ntp(), audio.ownNanos(report.rtpTimestamp()));
            judge();
        }
    }

    /** A sender report of the source that the pictures come from now. */
    void videoReport(SenderReport report) {
        videoReport = report;
        if (anchored && !report.ntp().isUnknown()) {
            reports.video(report.ntp(), timestamps.near(report.rtpTimestamp()) * TICK_NANOS);
            judge();
        }
    }

    /** Whether pictures are placed by the sender's reports. */
    boolean byReports() {
        return reports.believed();
    }

    /** How far the sender's reports put pictures from where they arrive: negative when earlier. */
    long skewNanos() {
        return Math.round(skewNanos);
    }

    /**
     * How much later the last picture is shown than the sound that belongs to it by the sender's
     * reports; null while there are none to go by.
     */
    @Nullable Double publishedSkewMillis() {
        if (!anchored || !reports.believed()) {
            return null;
        }
        double belongsTo = audio.nanosOf(ownNanos + reports.offsetNanos());
        return (order.ptsNanos() - belongsTo) / 1e6;
    }

    /** Reports that made no sense. */
    long refusedReports() {
        return reports.refused();
    }

    /** How often the pictures' timestamps began anew. */
    long anchors() {
        return anchors;
    }

    /** Another source, or timestamps that jumped: it is placed by arrival. */
    private void anchor(long rtpTimestamp, double arrival) {
        timestamps.reset();
        ownNanos = timestamps.extend(rtpTimestamp) * TICK_NANOS;
        arrivals.clear();
        arrivals.add((long) arrival, arrival - ownNanos);
        lateRun.clear();
        anchors++;
        boolean first = !anchored;
        anchored = true;
        reports.forgetVideo();
        SenderReport early = videoReport;
        if (first && early != null) {
            videoReport(early);
        }
    }

    private boolean jumped(long arrivalNanos, double lateness) {
        if (restarted) {
            restarted = false;
            videoReport = null;
            return true;
        }
        if (lateness <= MAX_LATE_NANOS) {
            lateRun.clear();
            return lateness < -MAX_AHEAD_NANOS;
        }
        return lateRun.add(arrivalNanos, lateness);
    }

    private void slew(double elapsed) {
        double distance = target() - offsetNanos;
        double limit = elapsed * MAX_SLEW;
        offsetNanos += Math.clamp(distance * Math.min(1, elapsed / SLEW_NANOS), -limit, limit);
    }

    private double target() {
        forgetMovedAudio();
        double byArrival = byArrival();
        if (reports.believed()) {
            skewNanos = byReport(reports.offsetNanos()) - byArrival;
        }
        return byArrival + skewNanos;
    }

    private double byArrival() {
        return arrivals.least() + clock.earlierNanos();
    }

    private double byReport(double reportedNanos) {
        return audio.nanosOf(ownNanos + reportedNanos) - ownNanos;
    }

    private void judge() {
        double reported = reports.reportedNanos();
        if (!Double.isNaN(reported)) {
            boolean believed = reports.believed();
            reports.judge(byReport(reported) - byArrival());
            if (believed && !reports.believed()) {
                skewNanos = 0; // what was believed was wrong
            }
        }
    }

    /** What was reported of the sound counts from its old anchor. */
    private void forgetMovedAudio() {
        if (audio.anchors() == audioAnchors) {
            return;
        }
        boolean first = audioAnchors == 0;
        audioAnchors = audio.anchors();
        reports.forgetAudio();
        SenderReport early = audioReport;
        if (first && early != null) {
            audioReport(early);
        }
    }
}
