package io.sipcast.inject;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.media.Pcm;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Blocks of 20 ms, named by their first sample. */
class PlayoutTest {
    private static final long BLOCK = 20_000_000L;
    private static final long TARGET = 60_000_000L;

    private final Playout playout = new Playout(TARGET);
    private int added;
    private int taken;
    private long outNanos;

    @Test
    void nothingGoesOutBeforeALittleIsHeld() {
        add(2);
        assertThat(playout.next(0)).isNull();
        add(1);
        assertThat(takes(0)).isTrue();
        assertThat(playout.placed()).isTrue();
        assertThat(takes(BLOCK)).isTrue();
        assertThat(takes(2 * BLOCK)).isTrue();
        assertThat(playout.isEmpty()).isTrue();

        assertThat(takes(3 * BLOCK)).as("it has run dry").isFalse();
        add(2);
        assertThat(takes(4 * BLOCK)).as("and fills again").isFalse();
        add(1);
        assertThat(takes(6 * BLOCK)).isTrue();
        assertThat(playout.offsetNanos()).as("three blocks later now").isEqualTo(3 * BLOCK);
    }

    /** A source that is 0.1 % fast, for ten minutes: what is held stays small, nothing is lost. */
    @Test
    void aSourceThatIsFastIsFollowed() {
        assertThat(heldAfterTenMinutes(1.001)).isBetween(1, 12);
        assertThat(taken + playoutSize()).isEqualTo(added);
    }

    @Test
    void aSourceThatIsSlowIsFollowed() {
        assertThat(heldAfterTenMinutes(0.999)).isBetween(0, 12);
        assertThat(dry).as("ran dry").isLessThanOrEqualTo(1);
    }

    @Test
    void farTooMuchIsDroppedAtOnce() {
        add(100); // two seconds in one burst
        int held = 0;
        for (Pcm block = playout.next(0); block != null; block = playout.next(0)) {
            held++;
        }
        assertThat(held).isBetween(3, 30);
    }

    private int dry;

    private int playoutSize() {
        int size = 0;
        for (Pcm block = playout.next(0); block != null; block = playout.next(0)) {
            size++;
        }
        return size;
    }

    /** Takes a block whenever what went out has been heard. */
    private int heldAfterTenMinutes(double speed) {
        add(4);
        boolean begun = false;
        for (long now = 0; now < 600_000_000_000L; now += 10_000_000L) {
            while (added < 4 + now * speed / BLOCK) {
                add(1);
            }
            while (outNanos <= now) {
                Pcm block = take(now);
                if (block == null) {
                    dry += begun ? 1 : 0;
                    outNanos = now + BLOCK;
                    break;
                }
                begun = true;
                outNanos += block.endNanos() - block.startNanos();
            }
        }
        return added - taken;
    }

    private @Nullable Pcm take(long now) {
        Pcm block = playout.next(now);
        taken += block == null ? 0 : 1;
        return block;
    }

    private boolean takes(long now) {
        return take(now) != null;
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            short[] samples = new short[160];
            playout.add(new Pcm(added * BLOCK, (added + 1) * BLOCK, 8000, samples));
            added++;
        }
    }
}
