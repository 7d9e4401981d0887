package io.sipcast.interop;

import io.sipcast.demo.Link;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Bad ways for the datagrams of a callee: 2 % are lost, 3 % are overtaken by one or two that
 * follow, 1 % come twice. The same seed does the same to the same datagrams.
 */
final class Damage implements Supplier<Link> {
    private static final double LOST = 0.02;
    private static final double OVERTAKEN = 0.03;
    private static final double TWICE = 0.01;

    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger overtaken = new AtomicInteger();
    private final AtomicInteger twice = new AtomicInteger();
    private final SplittableRandom seeds;

    Damage(long seed) {
        seeds = new SplittableRandom(seed);
    }

    int lost() {
        return lost.get();
    }

    int overtaken() {
        return overtaken.get();
    }

    int twice() {
        return twice.get();
    }

    @Override
    public Link get() {
        return new Way(seeds.split());
    }

    private final class Way implements Link {
        private final SplittableRandom random;
        private final List<Held> held = new ArrayList<>();

        Way(SplittableRandom random) {
            this.random = random;
        }

        @Override
        public void pass(ByteBuffer datagram, Exit exit) {
            double fate = random.nextDouble();
            if (fate < LOST) {
                lost.incrementAndGet();
            } else if (fate < LOST + OVERTAKEN) {
                overtaken.incrementAndGet();
                held.add(new Held(copy(datagram), 2 + random.nextInt(2)));
            } else {
                if (fate < LOST + OVERTAKEN + TWICE) {
                    twice.incrementAndGet();
                    exit.send(datagram.duplicate());
                }
                exit.send(datagram);
            }
            release(exit);
        }

        private void release(Exit exit) {
            for (Iterator<Held> each = held.iterator(); each.hasNext(); ) {
                Held one = each.next();
                if (--one.turns == 0) {
                    each.remove();
                    exit.send(one.datagram);
                }
            }
        }
    }

    private static ByteBuffer copy(ByteBuffer datagram) {
        return ByteBuffer.allocate(datagram.remaining()).put(datagram.duplicate()).flip();
    }

    /** What waits for others to pass; its own turn counts. */
    private static final class Held {
        final ByteBuffer datagram;
        int turns;

        Held(ByteBuffer datagram, int turns) {
            this.datagram = datagram;
            this.turns = turns;
        }
    }
}
