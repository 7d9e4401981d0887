package io.sipcast.media.aac;

/**
 * TNS, ISO/IEC 14496-3 §4.6.9: where sound begins in the midst of a window, its lines can be
 * predicted from each other. What is coded then is what prediction leaves, and the decoder gives
 * the noise of that the shape in time of the sound: none is heard before the sound begins. This is
 * what long windows alone can do for plosives and clicks, and it needs no look at the next frame.
 *
 * <p>One filter from {@value #FROM_HZ} Hz up. Owned by one thread.
 */
final class TemporalNoiseShaping {
    /** Of the filter, at most: 12 in AAC-LC. */
    static final int ORDER = 4;

    /** Bits of a coefficient. */
    static final int RESOLUTION = 4;

    private static final int FROM_HZ = 300;

    /** Below, the filter takes more bits than it is worth. */
    private static final float WORTH = 1.6f;

    /** As if there were noise 30 dB below: keeps the filter from ringing on. */
    private static final float DAMPED = 1.001f;

    private static final int STEPS = 1 << (RESOLUTION - 1);
    private static final double UP = (STEPS - 0.5) / (Math.PI / 2);
    private static final double DOWN = (STEPS + 0.5) / (Math.PI / 2);

    private final float[] correlation = new float[ORDER + 1];
    private final float[] filter = new float[ORDER + 1];
    private final float[] earlier = new float[ORDER + 1];
    private final int[] steps = new int[ORDER];
    private int order;
    private int firstBand;

    /**
     * Looks at the lines of a frame, and replaces them by what prediction leaves where that is
     * worth it.
     */
    void process(float[] lines, ScaleFactorBands bands) {
        order = 0;
        firstBand = bands.bandFrom(FROM_HZ);
        int start = bands.edge(firstBand);
        int end = bands.lines();
        if (end - start > 4 * ORDER && predicts(lines, start, end)) {
            trim();
            round();
            apply(lines, start, end);
        }
    }

    /** How many coefficients there are; 0: no filter. */
    int order() {
        return order;
    }

    /** Where the filter begins; it ends with the last band that is coded. */
    int firstBand() {
        return firstBand;
    }

    /** A coefficient as written, -8 to 7. */
    int step(int index) {
        return steps[index];
    }

    /** Levinson's recursion, then the filter of the rounded coefficients. */
    private boolean predicts(float[] lines, int start, int end) {
        correlate(lines, start, end);
        float error = correlation[0];
        if (error <= 1) {
            return false;
        }
        filter[0] = 1;
        for (int m = 1; m <= ORDER; m++) {
            float sum = correlation[m];
            for (int i = 1; i < m; i++) {
                sum += filter[i] * correlation[m - i];
            }
            float reflection = -sum / error;
            steps[m - 1] = step(reflection);
            grow(m, reflection);
            error *= 1 - reflection * reflection;
        }
        return correlation[0] > WORTH * error;
    }

    private void correlate(float[] lines, int start, int end) {
        for (int lag = 0; lag <= ORDER; lag++) {
            float sum = 0;
            for (int k = start + lag; k < end; k++) {
                sum += lines[k] * lines[k - lag];
            }
            correlation[lag] = sum;
        }
        correlation[0] *= DAMPED;
    }

    private static int step(float reflection) {
        double angle = Math.asin(Math.clamp(reflection, -1f, 1f));
        int step = (int) Math.round(angle * (angle >= 0 ? UP : DOWN));
        return Math.clamp(step, -STEPS, STEPS - 1);
    }

    private void grow(int m, float reflection) {
        System.arraycopy(filter, 0, earlier, 0, m);
        for (int i = 1; i < m; i++) {
            filter[i] = earlier[i] + reflection * earlier[m - i];
        }
        filter[m] = reflection;
    }

    /** Without the last coefficients that are nought. */
    private void trim() {
        order = ORDER;
        while (order > 0 && steps[order - 1] == 0) {
            order--;
        }
    }

    /** What the decoder makes of the steps. */
    private void round() {
        for (int m = 1; m <= order; m++) {
            int step = steps[m - 1];
            grow(m, (float) Math.sin(step / (step >= 0 ? UP : DOWN)));
        }
    }

    private void apply(float[] lines, int start, int end) {
        for (int k = end - 1; k >= start; k--) {
            int reach = Math.min(order, k - start);
            float sum = lines[k];
            for (int i = 1; i <= reach; i++) {
                sum += filter[i] * lines[k - i];
            }
            lines[k] = sum;
        }
    }
}
