package io.sipcast.media.aac;

/**
 * How many bits a band takes by each codebook. The lengths of several books lie in one number, 16
 * bits each, so that one sum counts for all of them.
 */
final class CodeLengths {
    private static final int LANE = 16;
    private static final int LANE_MASK = (1 << LANE) - 1;

    /** Sizes that book 11 writes itself; larger ones follow as an escape. */
    private static final int ESCAPE = 16;

    private static final int SIDE = ESCAPE + 1;

    /** A length that no sum of other ones reaches, and of which a band's sum stays in its lane. */
    private static final int NEVER = 1000;

    private static final long[] ONES = new long[81];
    private static final long[] TWOS = new long[81];
    private static final long[] FOURS = new long[81];
    private static final long[] SIZES = new long[SIDE * SIDE];
    private static final int[] ESCAPED = new int[SIDE * SIDE];

    static {
        for (int at = 0; at < 81; at++) {
            ONES[at] = lanes(length(1, at), length(2, at), 0, 0);
            TWOS[at] = lanes(0, 0, unsigned(3, at), unsigned(4, at));
            FOURS[at] = lanes(length(5, at), length(6, at), 0, 0);
        }
        for (int first = 0; first < SIDE; first++) {
            for (int second = 0; second < SIDE; second++) {
                int signs = Integer.signum(first) + Integer.signum(second);
                int at = first * SIDE + second;
                SIZES[at] =
                        lanes(
                                pair(7, 8, first, second) + signs,
                                pair(8, 8, first, second) + signs,
                                pair(9, 13, first, second) + signs,
                                pair(10, 13, first, second) + signs);
                ESCAPED[at] = pair(11, SIDE, first, second) + signs;
            }
        }
    }

    private static long lanes(int a, int b, int c, int d) {
        return a | ((long) b << LANE) | ((long) c << (2 * LANE)) | ((long) d << (3 * LANE));
    }

    private static int length(int book, int at) {
        return HuffmanCodes.length(HuffmanCodes.spectral(book)[at]);
    }

    /** Of four sizes up to 2, with their signs. */
    private static int unsigned(int book, int at) {
        int signs = 0;
        for (int rest = at; rest > 0; rest /= 3) {
            signs += Integer.signum(rest % 3);
        }
        return length(book, at) + signs;
    }

    private static int pair(int book, int side, int first, int second) {
        return first < side && second < side ? length(book, first * side + second) : NEVER;
    }

    /**
     * Counts.
     *
     * @param lines quantised, with signs
     * @param largest the largest size from {@code from} to {@code to}
     * @param bits takes those of each book that can write them; the others are left alone
     */
    void count(int[] lines, int from, int to, int largest, int[] bits) {
        if (largest == 0) {
            bits[0] = 0;
            return;
        }
        if (largest <= 2) {
            fours(lines, from, to, largest, bits);
        }
        if (largest <= 4) {
            smallPairs(lines, from, to, bits);
        }
        pairs(lines, from, to, largest, bits);
    }

    private static void fours(int[] lines, int from, int to, int largest, int[] bits) {
        long ones = 0;
        long twos = 0;
        for (int k = from; k < to; k += 4) {
            twos += TWOS[sizesOfFour(lines, k)];
            if (largest == 1) {
                ones += ONES[ofFour(lines, k)];
            }
        }
        bits[3] = lane(twos, 2);
        bits[4] = lane(twos, 3);
        if (largest == 1) {
            bits[1] = lane(ones, 0);
            bits[2] = lane(ones, 1);
        }
    }

    private static void smallPairs(int[] lines, int from, int to, int[] bits) {
        long sum = 0;
        for (int k = from; k < to; k += 2) {
            sum += FOURS[ofPair(lines, k)];
        }
        bits[5] = lane(sum, 0);
        bits[6] = lane(sum, 1);
    }

    private static void pairs(int[] lines, int from, int to, int largest, int[] bits) {
        long sum = 0;
        int escaped = 0;
        for (int k = from; k < to; k += 2) {
            int first = Math.abs(lines[k]);
            int second = Math.abs(lines[k + 1]);
            int at = Math.min(first, ESCAPE) * SIDE + Math.min(second, ESCAPE);
            sum += SIZES[at];
            escaped += ESCAPED[at];
        }
        if (largest <= 7) {
            bits[7] = lane(sum, 0);
            bits[8] = lane(sum, 1);
        }
        if (largest <= 12) {
            bits[9] = lane(sum, 2);
            bits[10] = lane(sum, 3);
        }
        if (largest >= ESCAPE) {
            escaped += escapes(lines, from, to);
        }
        bits[11] = escaped;
    }

    private static int escapes(int[] lines, int from, int to) {
        int sum = 0;
        for (int k = from; k < to; k++) {
            sum += escapeBits(Math.abs(lines[k]));
        }
        return sum;
    }

    /** A one for each bit beyond four, a zero, and the bits below the highest. */
    private static int escapeBits(int size) {
        return size < ESCAPE ? 0 : 2 * highestBit(size) - 3;
    }

    static int highestBit(int size) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(size);
    }

    private static int lane(long sum, int lane) {
        return (int) (sum >>> (lane * LANE)) & LANE_MASK;
    }

    /** Where four lines from -1 to 1 stand in books 1 and 2. */
    static int ofFour(int[] lines, int k) {
        return 27 * lines[k] + 9 * lines[k + 1] + 3 * lines[k + 2] + lines[k + 3] + 40;
    }

    /** Where four sizes up to 2 stand in books 3 and 4. */
    static int sizesOfFour(int[] lines, int k) {
        return 27 * Math.abs(lines[k])
                + 9 * Math.abs(lines[k + 1])
                + 3 * Math.abs(lines[k + 2])
                + Math.abs(lines[k + 3]);
    }

    /** Where two lines from -4 to 4 stand in books 5 and 6. */
    static int ofPair(int[] lines, int k) {
        return 9 * lines[k] + lines[k + 1] + 40;
    }
}
