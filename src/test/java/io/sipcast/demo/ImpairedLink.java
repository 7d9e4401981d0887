package io.sipcast.demo;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A link that loses, reorders and duplicates by a seed. A datagram that is reordered is held back
 * until one to three later ones have passed.
 */
public final class ImpairedLink implements Link {
    private static final int FARTHEST = 3;

    /**
     * How bad a link is.
     *
     * @param loss of 1
     * @param reorder of 1
     * @param duplicate of 1
     */
    public record Faults(double loss, double reorder, double duplicate) {}

    private record Held(ByteBuffer datagram, int behind) {}

    private final RandomGenerator random;
    private final Faults faults;
    private List<Held> held = new ArrayList<>();

    public ImpairedLink(long seed, Faults faults) {
        this.random = new SplittableRandom(seed);
        this.faults = faults;
    }

    /** A link for each socket, every one with a seed of its own, in the order of their opening. */
    public static Supplier<Link> each(long seed, Faults faults) {
        var seeds = new SplittableRandom(seed);
        return () -> new ImpairedLink(seeds.nextLong(), faults);
    }

    @Override
    public void pass(ByteBuffer datagram, Exit exit) {
        if (random.nextDouble() >= faults.loss()) {
            if (random.nextDouble() < faults.reorder()) {
                held.add(new Held(copy(datagram), 1 + random.nextInt(FARTHEST)));
                return;
            }
            if (random.nextDouble() < faults.duplicate()) {
                exit.send(datagram.duplicate());
            }
            exit.send(datagram);
        }
        release(exit);
    }

    private void release(Exit exit) {
        List<Held> kept = new ArrayList<>();
        for (Held each : held) {
            if (each.behind() == 1) {
                exit.send(each.datagram());
            } else {
                kept.add(new Held(each.datagram(), each.behind() - 1));
            }
        }
        held = kept;
    }

    private static ByteBuffer copy(ByteBuffer datagram) {
        ByteBuffer copy = ByteBuffer.allocate(datagram.remaining());
        return copy.put(datagram.duplicate()).flip();
    }
}
