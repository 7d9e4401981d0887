package io.sipcast.sip.request;

import io.sipcast.sip.route.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all requests of ours know about the targets of each other: who did not answer just now is
 * tried last for a while, and who asked to be left alone is left alone for as long (RFC 3261
 * §21.5.4, RFC 3263 §4.3). Forgets what is over, and the oldest when it is too much.
 */
public final class TargetHealth {
    /** Long enough that calls placed meanwhile don't wait too; short enough to see it return. */
    private static final long SILENCE_NANOS = Duration.ofSeconds(30).toNanos();

    /** A server that asks for more is asked again after this long. */
    private static final long LONGEST_PAUSE_SECONDS = 300;

    private static final int MAX_TARGETS = 1000;

    private record Pause(long untilNanos, Failure.Rejected why) {}

    private final Map<Target, Long> silentUntil = bounded();
    private final Map<Target, Pause> pauses = bounded();

    private static <V> Map<Target, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Target, V> eldest) {
                return size() > MAX_TARGETS;
            }
        };
    }

    /** It did not answer, or could not be reached. */
    void silent(Target target, long nowNanos) {
        silentUntil.put(target, nowNanos + SILENCE_NANOS);
    }

    /** It answered something. */
    void heard(Target target) {
        silentUntil.remove(target);
    }

    /** It answered 503 with Retry-After. */
    void pause(Target target, long seconds, Failure.Rejected why, long nowNanos) {
        long pauseSeconds = Math.min(seconds, LONGEST_PAUSE_SECONDS);
        pauses.put(target, new Pause(nowNanos + Duration.ofSeconds(pauseSeconds).toNanos(), why));
    }

    /** What the target said when it asked to be left alone; null when it may be asked. */
    Failure.@Nullable Rejected pausedBy(Target target, long nowNanos) {
        Pause pause = pauses.get(target);
        if (pause != null && nowNanos - pause.untilNanos() >= 0) {
            pauses.remove(target);
            return null;
        }
        return pause == null ? null : pause.why();
    }

    /** The same targets, those that did not answer just now behind the others. */
    List<Target> order(List<Target> targets, long nowNanos) {
        List<Target> ordered = new ArrayList<>();
        List<Target> last = new ArrayList<>();
        for (Target target : targets) {
            (isSilent(target, nowNanos) ? last : ordered).add(target);
        }
        ordered.addAll(last);
        return ordered;
    }

    private boolean isSilent(Target target, long nowNanos) {
        Long until = silentUntil.get(target);
        if (until != null && nowNanos - until >= 0) {
            silentUntil.remove(target);
            return false;
        }
        return until != null;
    }

    /** How many targets something is known about. */
    int size() {
        return silentUntil.size() + pauses.size();
    }
}
