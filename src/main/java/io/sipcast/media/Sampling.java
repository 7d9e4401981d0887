package io.sipcast.media;

/**
 * Which samples an encoder is given. One that codes low frequencies alone needs only some of those
 * that its stream has: each of them stands for as many, and lies in their middle.
 *
 * @param factor how many samples of the stream one stands for
 * @param bandwidthHz what lies above is not coded, whatever it is; 0: everything is
 */
public record Sampling(int factor, int bandwidthHz) {
    /** Those of the stream. */
    public static final Sampling ALL = new Sampling(1, 0);

    public Sampling {
        if (factor < 1 || bandwidthHz < 0) {
            throw new IllegalArgumentException(factor + ", " + bandwidthHz + " Hz");
        }
    }

    /** How far the middle of the first samples lies behind the very first, in the stream's. */
    double offset() {
        return (factor - 1) / 2.0;
    }
}
