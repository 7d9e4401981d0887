package io.sipcast.media.aac;

import java.util.Arrays;

/**
 * Which codebook each band is written with: the fewest bits in all, counting that each change of
 * book takes {@value #HEAD_BITS} more. Owned by one thread.
 */
final class Sections {
    /** A book and a length; sections longer than {@link #LONGEST} take five more. */
    static final int HEAD_BITS = 9;

    /** Bands that one length can say. */
    static final int LONGEST = 31;

    /** Books 0 (nothing but zeros) to 11. */
    private static final int BOOKS = 12;

    private static final int NEVER = 1 << 20;

    private final int[] bits = new int[BOOKS];
    private final int[] least = new int[BOOKS];
    private final byte[] before = new byte[Spectrum.MOST_BANDS * BOOKS];
    private final byte[] books = new byte[Spectrum.MOST_BANDS];
    private final CodeLengths lengths = new CodeLengths();

    /**
     * Chooses.
     *
     * @param count of the lowest; the others are not written
     * @return how many bits the spectral data and the heads of the sections take
     */
    int choose(ScaleFactorBands bands, Quantised quantised, int count) {
        int cheapest = 0;
        Arrays.fill(least, 0);
        for (int band = 0; band < count; band++) {
            Arrays.fill(bits, NEVER);
            lengths.count(
                    quantised.lines(),
                    bands.edge(band),
                    bands.edge(band + 1),
                    quantised.largest(band),
                    bits);
            cheapest = extend(band, cheapest);
        }
        trace(count, cheapest);
        return count == 0 ? 0 : least[cheapest];
    }

    /** One band more: each book either goes on or is changed to from the cheapest. */
    private int extend(int band, int cheapest) {
        int changed = least[cheapest] + HEAD_BITS;
        int next = 0;
        for (int book = 0; book < BOOKS; book++) {
            boolean stays = band > 0 && least[book] <= changed;
            before[band * BOOKS + book] = (byte) (stays ? book : cheapest);
            least[book] = Math.min(NEVER, (stays ? least[book] : changed) + bits[book]);
            if (least[book] < least[next]) {
                next = book;
            }
        }
        return next;
    }

    private void trace(int count, int last) {
        int book = last;
        for (int band = count - 1; band >= 0; band--) {
            books[band] = (byte) book;
            book = before[band * BOOKS + book];
        }
    }

    /** The book of a band, as last chosen. */
    int book(int band) {
        return books[band];
    }
}
