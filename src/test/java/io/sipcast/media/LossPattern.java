package io.sipcast.media;

import java.util.BitSet;
import java.util.Random;

/** Which packets are lost: the same ones each time. */
enum LossPattern {
    /** Each on its own. */
    RANDOM {
        @Override
        BitSet of(int packets, int percent) {
            Random random = new Random(percent);
            BitSet lost = new BitSet();
            for (int i = 0; i < packets; i++) {
                lost.set(i, random.nextInt(100) < percent);
            }
            return lost;
        }
    },

    /** Three in a row on average: a model of two states, after Gilbert. */
    BURSTS {
        @Override
        BitSet of(int packets, int percent) {
            Random random = new Random(percent);
            BitSet lost = new BitSet();
            boolean bad = false;
            double begins = percent / 100.0 / (3 * (1 - percent / 100.0));
            for (int i = 0; i < packets; i++) {
                bad = bad ? random.nextInt(3) != 0 : random.nextDouble() < begins;
                lost.set(i, bad);
            }
            return lost;
        }
    };

    abstract BitSet of(int packets, int percent);
}
