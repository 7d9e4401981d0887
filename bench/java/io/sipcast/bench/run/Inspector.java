package io.sipcast.bench.run;

import io.sipcast.bench.peers.Judge;
import io.sipcast.bench.peers.Lateness;
import io.sipcast.bench.peers.LoadCallee;
import io.sipcast.bench.peers.PictureLoop;
import io.sipcast.bench.peers.RtmpSink;
import io.sipcast.bench.run.report.Delay;
import io.sipcast.bench.run.report.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says whether streams are right: counts the frames of all, decodes a sample of them. Cost is worth
 * nothing where the content is wrong.
 */
final class Inspector {
    // What the faults begin with that no busy machine excuses.
    private static final String OTHER_SOUND = "other sound than was sent";

    private static final String WRONG_PICTURES = "wrong pictures";

    private static final double FRAMES_PER_SECOND = 48_000 / 1024.0;
    private static final int FRAMES_UNDER_WAY = 4; // at either end of the window
    private static final int HEARD = 3; // streams whose sound is compared
    private static final int TIMED = 8; // streams whose delay is looked at
    private static final double MOST_LATENESS_MILLIS = 15; // of our own packets, at p99
    private static final double MOST_STALL_MILLIS = 50; // of any: the gateway waits for 60 ms
    private static final double FEWEST_PICTURES = 0.9; // of those sent

    private final RtmpSink sink;

    Inspector(RtmpSink sink) {
        this.sink = sink;
    }

    /**
     * What was found.
     *
     * @param delay null where nothing was published
     */
    record Verdict(@Nullable Delay delay, List<String> faults) {}

    /** Audio frames of all streams that did not come in a window that has just ended. */
    int lostFrames(List<Flow> flows, double seconds) {
        long expected = (long) (seconds * FRAMES_PER_SECOND) - FRAMES_UNDER_WAY;
        long lost = 0;
        for (Flow flow : flows) {
            lost += Math.max(0, expected - sink.of(flow.name()).audioMessages());
        }
        return Math.toIntExact(lost);
    }

    /** Decodes a sample. */
    Verdict judge(Form form, List<Flow> flows, LoadCallee callee) {
        List<String> faults = new ArrayList<>();
        Lateness own = callee.lateness();
        if (own.p99Millis() > MOST_LATENESS_MILLIS || own.maxMillis() > MOST_STALL_MILLIS) {
            faults.add(
                    "the bench's own packets left %s ms late, and once %s ms"
                            .formatted(
                                    Numbers.text(own.p99Millis()), Numbers.text(own.maxMillis())));
        }
        for (Flow flow : spread(flows, HEARD)) {
            listenTo(flow, callee, faults);
        }
        PictureLoop pictures = callee.load().pictures();
        if (pictures != null && !flows.isEmpty()) {
            lookAt(form, pictures, flows.getFirst(), faults);
        }
        return new Verdict(delay(flows, callee, faults), faults);
    }

    /** What is wrong with sound and pictures of a stream that was kept. */
    List<String> content(Form form, Flow flow, LoadCallee callee) {
        List<String> faults = new ArrayList<>();
        listenTo(flow, callee, faults);
        lookAt(form, Objects.requireNonNull(callee.load().pictures()), flow, faults);
        return faults;
    }

    private void listenTo(Flow flow, LoadCallee callee, List<String> faults) {
        Judge.Sound sound = Judge.sound(callee.sent(flow.user()), sink.of(flow.name()));
        if (!sound.found()) {
            faults.add(OTHER_SOUND + ": " + sound);
        } else if (!sound.isRight()) {
            faults.add("sound with holes: " + sound);
        }
    }

    /** The first stream is the one that was kept. */
    private void lookAt(Form form, PictureLoop sent, Flow flow, List<String> faults) {
        Judge.Pictures pictures = Judge.pictures(sent, sink.of(flow.name()));
        boolean right =
                pictures.broken() == 0
                        && pictures.width() == form.width()
                        && pictures.height() == form.height()
                        && pictures.perSecond() >= FEWEST_PICTURES * form.picturesPerSecond();
        if (!right) {
            faults.add(WRONG_PICTURES + ": " + pictures);
        }
    }

    private @Nullable Delay delay(List<Flow> flows, LoadCallee callee, List<String> faults) {
        List<Delay> delays = new ArrayList<>();
        for (Flow flow : spread(flows, TIMED)) {
            Judge.Delays found = Judge.delays(callee.sent(flow.user()), sink.of(flow.name()));
            if (found.found()) {
                delays.add(new Delay(found.p50Millis(), found.p99Millis(), found.maxMillis()));
            } else {
                faults.add("the sound of " + flow.name() + " was not recognized");
            }
        }
        return delays.isEmpty() ? null : Delay.of(delays);
    }

    /** A few of them, from the first to the last. */
    static List<Flow> spread(List<Flow> flows, int most) {
        if (flows.size() <= most) {
            return flows;
        }
        List<Flow> some = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            some.add(flows.get(i * (flows.size() - 1) / (most - 1)));
        }
        return some;
    }
}
