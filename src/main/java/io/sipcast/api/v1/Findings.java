package io.sipcast.api.v1;

import io.sipcast.api.v1.Finding.Level;
import io.sipcast.call.CallHistory;
import io.sipcast.call.CallMeasures;
import io.sipcast.media.MediaStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the numbers of a call as somebody would who knows what they mean: from how they stand and
 * how they stood about a second before to sentences. Pure.
 */
final class Findings {
    private static final double SOME_LOSS = 0.01;
    private static final double MUCH_LOSS = 0.05;
    private static final double SILENCE_DBFS = -80;

    /** Who speaks makes shorter pauses. */
    private static final int SILENCE_SECONDS = 8;

    private static final double OVERDRIVEN_DBFS = -0.01;
    private static final double MOST_SKEW_MILLIS = 40;
    private static final double MOST_DRIFT_PPM = 200;
    private static final long MOST_QUEUE_MILLIS = 2000;

    private final List<Finding> found = new ArrayList<>();
    private final int quietSeconds;

    private Findings(int quietSeconds) {
        this.quietSeconds = quietSeconds;
    }

    static List<Finding> of(CallMeasures call, List<OutputState> outputs) {
        CallHistory history = call.history();
        return history == null
                ? of(call, null, 0, outputs)
                : of(call, history.before(), history.quietSeconds(SILENCE_DBFS), outputs);
    }

    /**
     * What there is to be said.
     *
     * @param before null while nothing was measured before
     * @param quietSeconds how long there has been nothing to hear
     * @return the worst first
     */
    static List<Finding> of(
            CallMeasures call,
            @Nullable MediaStats before,
            int quietSeconds,
            List<OutputState> outputs) {
        var findings = new Findings(quietSeconds);
        MediaStats now = call.stats();
        if (!call.status().ended() && now != null) {
            findings.media(call, now, before);
        }
        if (!call.status().ended()) {
            outputs.forEach(findings::output);
        }
        findings.found.sort((a, b) -> b.level().compareTo(a.level()));
        return List.copyOf(findings.found);
    }

    private void media(CallMeasures call, MediaStats now, @Nullable MediaStats before) {
        if (call.held()) {
            add("callee", null, Level.INFO, "The callee holds the call. It goes on when they do.");
            return;
        }
        MediaStats.Audio sound = now.audio();
        MediaStats.Audio soundBefore = before == null ? null : before.audio();
        if (sound != null && arrives("audio", sound.packets(), packets(soundBefore))) {
            sound(sound);
        }
        MediaStats.Video pictures = now.video();
        MediaStats.Video picturesBefore = before == null ? null : before.video();
        if (pictures != null && arrives("video", pictures.packets(), packets(picturesBefore))) {
            pictures(pictures, picturesBefore);
        }
    }

    private static MediaStats.@Nullable Packets packets(MediaStats.@Nullable Audio sound) {
        return sound == null ? null : sound.packets();
    }

    private static MediaStats.@Nullable Packets packets(MediaStats.@Nullable Video pictures) {
        return pictures == null ? null : pictures.packets();
    }

    /** Whether anything arrives that more could be said of. */
    private boolean arrives(
            String track, MediaStats.Packets now, MediaStats.@Nullable Packets before) {
        String what = track.equals("audio") ? "sound" : "pictures";
        if (before == null) {
            return now.packets() > 0;
        }
        long came = now.packets() - before.packets();
        if (now.packets() == 0) {
            add(
                    track,
                    "jitter",
                    Level.ERROR,
                    ("No packet of the %s has ever arrived. Let UDP through to the ports of"
                                    + " rtp.ports, and beyond a NAT set rtp.advertised-address.")
                            .formatted(what));
        } else if (came == 0) {
            add(
                    track,
                    "jitter",
                    Level.WARNING,
                    ("Nothing of the %s has arrived for a second. Ask the callee whether it is"
                                    + " muted or paused there; if it is not, look at the network.")
                            .formatted(what));
        } else {
            loss(track, what, now, before, came);
        }
        return came > 0;
    }

    private void loss(
            String track,
            String what,
            MediaStats.Packets now,
            MediaStats.Packets before,
            long came) {
        long lost = Math.max(0, now.lost() - before.lost());
        double share = (double) lost / (came + lost);
        boolean late = now.late() - before.late() > lost / 2 && lost > 0;
        if (share < SOME_LOSS) {
            return;
        }
        String cure =
                late
                        ? "They come, but too late: raise rtp.jitter.max, or mend the network."
                        : "Look at the callee's network; a cable instead of Wi-Fi often helps.";
        add(
                track,
                "jitter",
                share < MUCH_LOSS ? Level.WARNING : Level.ERROR,
                "%s %% of the packets of the %s are lost on their way here. %s"
                        .formatted(percent(share), what, cure));
    }

    private void sound(MediaStats.Audio sound) {
        Double peak = sound.peakDbfs();
        if (quietSeconds >= SILENCE_SECONDS) {
            add(
                    "audio",
                    "decode",
                    Level.WARNING,
                    "The sound that arrives is silence. Ask the callee to look whether the"
                            + " microphone is muted.");
        } else if (peak != null && peak >= OVERDRIVEN_DBFS) {
            add(
                    "audio",
                    "decode",
                    Level.WARNING,
                    "The sound is overdriven: it reaches full scale. Ask the callee to turn the"
                            + " microphone down.");
        }
        if (Math.abs(sound.driftPpm()) > MOST_DRIFT_PPM) {
            add(
                    "audio",
                    "timeline",
                    Level.INFO,
                    "The callee's clock is %.0f ppm %s. Its sound is resampled to fit; nothing has to be done."
                            .formatted(
                                    Math.abs(sound.driftPpm()),
                                    sound.driftPpm() > 0 ? "slow" : "fast"));
        }
    }

    private void pictures(MediaStats.Video now, MediaStats.@Nullable Video before) {
        long keyFrames = before == null ? 0 : now.keyFrames() - before.keyFrames();
        boolean waits = before != null && keyFrames == 0 && now.frameRate() == 0;
        if (now.feedback().ignored()) {
            add(
                    "callee",
                    "gate",
                    waits ? Level.ERROR : Level.WARNING,
                    "The callee sends no key frame although it was asked for one %d times, by RTCP"
                                    .formatted(now.keyFrameRequests())
                            + " and by SIP. Set a key frame interval of 2 s in its encoder.");
        } else if (waits) {
            add(
                    "video",
                    "gate",
                    Level.WARNING,
                    "Pictures arrive, but none can be shown before the next key frame. The callee"
                            + " was asked for one; wait for it.");
        }
        Double skew = now.publishedSkewMillis();
        if (skew != null && Math.abs(skew) > MOST_SKEW_MILLIS) {
            add(
                    "video",
                    "pack",
                    Level.WARNING,
                    ("Pictures are %.0f ms %s than their sound. That is being evened out; if it"
                                    + " stays so, the callee's RTCP reports are wrong.")
                            .formatted(Math.abs(skew), skew > 0 ? "later" : "earlier"));
        }
    }

    private void output(OutputState output) {
        String where = "output:" + output.id();
        if (output.status().equals("FAILED")) {
            add(
                    where,
                    null,
                    Level.ERROR,
                    output.reason() + " This target was given up: mend it and add it again.");
        } else if (!output.publishing() && output.retries() > 0) {
            add(
                    where,
                    null,
                    Level.WARNING,
                    output.reason()
                            + " It is tried again by itself; so far "
                            + output.retries()
                            + (output.retries() == 1 ? " time." : " times."));
        }
        behind(where, output);
        if (!output.transcoding().isEmpty()) {
            add(
                    where,
                    null,
                    Level.INFO,
                    output.transcoding() + " This takes processor time; nothing has to be done.");
        }
    }

    private void behind(String where, OutputState output) {
        long queue = output.sending().queueMillis();
        if (output.publishing() && queue > MOST_QUEUE_MILLIS) {
            add(
                    where,
                    null,
                    output.sending().droppedPictures() > 0 ? Level.ERROR : Level.WARNING,
                    String.format(
                                    Locale.ROOT,
                                    "The target is %.1f s behind: the way to it is too slow.",
                                    queue / 1000.0)
                            + " Lower the callee's bit rate, or look at the uplink.");
        } else if (output.sending().droppedPictures() > 0) {
            add(
                    where,
                    null,
                    Level.INFO,
                    "%d pictures were left out for this target while it was too slow."
                                    .formatted(output.sending().droppedPictures())
                            + " If that goes on, look at the uplink.");
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.1 ? "%.1f" : "%.0f", share * 100);
    }

    private void add(String where, @Nullable String stage, Level level, String text) {
        found.add(new Finding(where, stage, level, text));
    }
}
