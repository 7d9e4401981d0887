package io.sipcast.media;

import io.sipcast.ingest.Rules;
import io.sipcast.live.Slate;
import java.util.ArrayList;
import java.util.List;

/** A {@link VirtualCall} with all that follows, up to the rules of a strict ingest. */
final class OnAir {
    /** What a picture is, on the way to the ingest. */
    record Shown(long millis, boolean key, boolean slate) {}

    private static final int STEP_MILLIS = 10;

    final VirtualCall call;
    final Rules rules;
    final List<Shown> pictures = new ArrayList<>();
    final List<Long> frames = new ArrayList<>();

    private final StrictHub hub;
    private int soundGiven;
    private int picturesGiven;

    OnAir(VirtualCall call, boolean video, Slate.Mode mode, Rules rules) {
        this.call = call;
        this.rules = rules;
        hub = new StrictHub(video, mode, rules, call.session::requestKeyFrame, this::seen);
    }

    /** Up to this time after the start; fails when a rule is broken. */
    OnAir runUntil(long millis) {
        while ((call.nowNanos() - VirtualCall.ORIGIN) / VirtualCall.MILLIS < millis) {
            call.runUntil(
                    (call.nowNanos() - VirtualCall.ORIGIN) / VirtualCall.MILLIS + STEP_MILLIS);
            publish();
        }
        return this;
    }

    private void publish() {
        for (; soundGiven < call.sound.size(); soundGiven++) {
            hub.audio(call.sound.get(soundGiven));
        }
        for (; picturesGiven < call.pictures.size(); picturesGiven++) {
            hub.video(call.pictures.get(picturesGiven));
        }
        hub.publish();
    }

    private void seen(MediaUnit unit) {
        long millis = unit.dtsNanos() / 1_000_000;
        if (unit.isVideo()) {
            pictures.add(new Shown(millis, unit.key(), StrictHub.isSlate(unit)));
        } else {
            frames.add(millis);
        }
    }

    /** Pictures shown from one time to another. */
    List<Shown> between(long from, long to) {
        return pictures.stream().filter(p -> p.millis() >= from && p.millis() < to).toList();
    }
}
