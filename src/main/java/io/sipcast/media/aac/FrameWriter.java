package io.sipcast.media.aac;

import io.sipcast.bytes.BitWriter;

/**
 * Writes a frame: a {@code raw_data_block()} of one {@code single_channel_element()}, ISO/IEC
 * 14496-3 §4.4.2.
 *
 * <pre>
 *  SCE tag | global_gain | ics_info | sections | scale factors | no pulse, TNS, gain | spectrum | END
 * </pre>
 */
final class FrameWriter {
    /** What every frame has: all but sections, scale factors and spectrum. */
    static final int FRAME_BITS = 3 + 4 + 8 + 11 + 3 + 3;

    private static final int SINGLE_CHANNEL = 0;
    private static final int END = 7;
    private static final int FACTOR_RANGE = 60;
    private static final int ESCAPE = 16;

    private final BitWriter out = new BitWriter();

    /** Bits of the filter. */
    static int shapingBits(TemporalNoiseShaping shaping) {
        int order = shaping.order();
        return order == 0 ? 0 : 16 + TemporalNoiseShaping.RESOLUTION * order;
    }

    /** What changes of the scale factor from one band that is written to the next take. */
    static int factorBits(Quantised quantised, int count) {
        int bits = 0;
        int last = -1;
        for (int band = 0; band < count; band++) {
            if (quantised.largest(band) > 0) {
                int factor = quantised.factor(band);
                int change = last < 0 ? 0 : factor - last;
                bits += HuffmanCodes.length(HuffmanCodes.SCALE_FACTOR[change + FACTOR_RANGE]);
                last = factor;
            }
        }
        return bits;
    }

    /**
     * Writes.
     *
     * @param sections chosen for just these lines
     * @param count of the lowest bands; the others are nought
     */
    byte[] write(
            ScaleFactorBands bands,
            TemporalNoiseShaping shaping,
            Quantised quantised,
            Sections sections,
            int count) {
        out.clear();
        out.put(SINGLE_CHANNEL, 3);
        out.put(0, 4); // element_instance_tag
        out.put(firstFactor(quantised, count), 8);
        out.put(0, 1); // ics_reserved_bit
        out.put(0, 2); // ONLY_LONG_SEQUENCE
        out.put(0, 1); // sine window
        out.put(count, 6);
        out.put(0, 1); // predictor_data_present
        writeSections(sections, count);
        writeFactors(quantised, count);
        out.put(0, 1); // pulse_data_present
        writeShaping(shaping, bands.all());
        out.put(0, 1); // gain_control_data_present
        for (int band = 0; band < count; band++) {
            int book = sections.book(band);
            writeLines(quantised.lines(), bands.edge(band), bands.edge(band + 1), book);
        }
        out.put(END, 3);
        return out.toBytes();
    }

    private static int firstFactor(Quantised quantised, int count) {
        int band = 0;
        while (band < count && quantised.largest(band) == 0) {
            band++;
        }
        return band < count ? quantised.factor(band) : 0;
    }

    private void writeSections(Sections sections, int count) {
        int band = 0;
        while (band < count) {
            int book = sections.book(band);
            int end = band + 1;
            while (end < count && sections.book(end) == book) {
                end++;
            }
            out.put(book, 4);
            int length = end - band;
            while (length >= Sections.LONGEST) {
                out.put(Sections.LONGEST, 5);
                length -= Sections.LONGEST;
            }
            out.put(length, 5);
            band = end;
        }
    }

    private void writeFactors(Quantised quantised, int count) {
        int last = firstFactor(quantised, count);
        for (int band = 0; band < count; band++) {
            if (quantised.largest(band) > 0) {
                int factor = quantised.factor(band);
                put(HuffmanCodes.SCALE_FACTOR[factor - last + FACTOR_RANGE]);
                last = factor;
            }
        }
    }

    /** {@code tns_data()}: its length counts from the last band of all, coded or not. */
    private void writeShaping(TemporalNoiseShaping shaping, int allBands) {
        int order = shaping.order();
        out.put(order > 0 ? 1 : 0, 1); // tns_data_present
        if (order > 0) {
            out.put(1, 2); // n_filt
            out.put(1, 1); // coef_res: four bits
            out.put(allBands - shaping.firstBand(), 6);
            out.put(order, 5);
            out.put(0, 2); // upwards, not compressed
            for (int i = 0; i < order; i++) {
                out.put(shaping.step(i), TemporalNoiseShaping.RESOLUTION);
            }
        }
    }

    private void writeLines(int[] lines, int from, int to, int book) {
        switch (book) {
            case 0 -> {}
            case 1, 2, 3, 4 -> writeFours(lines, from, to, book);
            default -> writePairs(lines, from, to, book);
        }
    }

    private void writeFours(int[] lines, int from, int to, int book) {
        int[] codes = HuffmanCodes.spectral(book);
        for (int k = from; k < to; k += 4) {
            if (book <= 2) {
                put(codes[CodeLengths.ofFour(lines, k)]);
            } else {
                put(codes[CodeLengths.sizesOfFour(lines, k)]);
                for (int i = k; i < k + 4; i++) {
                    writeSign(lines[i]);
                }
            }
        }
    }

    private void writePairs(int[] lines, int from, int to, int book) {
        int[] codes = HuffmanCodes.spectral(book);
        int side = side(book);
        for (int k = from; k < to; k += 2) {
            if (book <= 6) {
                put(codes[CodeLengths.ofPair(lines, k)]);
            } else {
                int first = Math.abs(lines[k]);
                int second = Math.abs(lines[k + 1]);
                put(codes[Math.min(first, ESCAPE) * side + Math.min(second, ESCAPE)]);
                writeSign(lines[k]);
                writeSign(lines[k + 1]);
                writeEscape(first);
                writeEscape(second);
            }
        }
    }

    /** How many sizes a book of pairs without signs tells apart. */
    private static int side(int book) {
        return book <= 8 ? 8 : book <= 10 ? 13 : ESCAPE + 1;
    }

    private void writeSign(int line) {
        if (line != 0) {
            out.put(line >>> 31, 1);
        }
    }

    /** §4.6.3.3: a one for each bit beyond four, a zero, and the bits below the highest. */
    private void writeEscape(int size) {
        if (size >= ESCAPE) {
            int below = CodeLengths.highestBit(size);
            int more = below - 4;
            out.put((2 << more) - 2, more + 1);
            out.put(size, below);
        }
    }

    private void put(int code) {
        out.put(HuffmanCodes.word(code), HuffmanCodes.length(code));
    }
}
