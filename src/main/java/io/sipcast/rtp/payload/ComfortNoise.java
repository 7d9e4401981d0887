package io.sipcast.rtp.payload;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;

/**
 * Noise that stands for what is heard when nobody speaks, RFC 3389: its level, and its colour as
 * the reflection coefficients of an all-pole filter.
 *
 * <pre>
 * +-+-------------+----------------+     +----------------+
 * |0|    level    | coefficient 1  | ... | coefficient M  |
 * +-+-------------+----------------+     +----------------+
 * </pre>
 *
 * <p>The level is in -dBov: 0 is a square wave as loud as can be. Goes on for as long as it is
 * asked to; its randomness is a fixed sequence, since noise has no secrets.
 */
public final class ComfortNoise {
    /** What the filter of speech codecs has; a peer's longer ones are cut. */
    private static final int MAX_ORDER = 12;

    private static final int ANALYSIS_ORDER = 8;
    private static final double OVERLOAD = 32768;
    private static final int CENTRE = 127;
    private static final double STEP = 258 / 32768.0;

    /** Nearer to 1 the filter rings. */
    private static final double MAX_REFLECTION = 0.98;

    private final double rms;
    private final double[] reflections;

    /** The lattice: what the backward paths hold. */
    private final double[] backward;

    private final double excitation;
    private long seed = 0x5DEECE66DL;

    /**
     * Noise of a level and a colour.
     *
     * @param rms of the samples, 32768 being full scale
     * @param reflections each between -1 and 1; none: white
     */
    ComfortNoise(double rms, double[] reflections) {
        this.rms = rms;
        this.reflections = reflections;
        this.backward = new double[reflections.length + 1];
        double gain = 1;
        for (double k : reflections) {
            gain *= 1 - k * k;
        }
        // uniform in +-1 has a power of 1/3; the filter has one of 1/gain
        this.excitation = rms * Math.sqrt(3 * gain);
    }

    /** White, of this level. */
    public static ComfortNoise white(double rms) {
        return new ComfortNoise(rms, new double[0]);
    }

    /**
     * Reads a payload.
     *
     * @throws ProtocolException TRUNCATED
     */
    public static ComfortNoise read(byte[] bytes, int offset, int length) {
        if (length < 1) {
            throw new ProtocolException(Fault.TRUNCATED, "comfort noise without a level");
        }
        double rms = OVERLOAD * Math.pow(10, -(bytes[offset] & 0x7F) / 20.0);
        double[] reflections = new double[Math.min(length - 1, MAX_ORDER)];
        for (int i = 0; i < reflections.length; i++) {
            double k = ((bytes[offset + 1 + i] & 0xFF) - CENTRE) * STEP;
            reflections[i] = Math.clamp(k, -MAX_REFLECTION, MAX_REFLECTION);
        }
        return new ComfortNoise(rms, reflections);
    }

    /** Noise that sounds like these samples, of which a codec says that they are a pause. */
    public static ComfortNoise like(short[] samples) {
        double[] products = new double[ANALYSIS_ORDER + 1];
        for (int lag = 0; lag < products.length; lag++) {
            for (int i = lag; i < samples.length; i++) {
                products[lag] += (double) samples[i] * samples[i - lag];
            }
        }
        double rms = Math.sqrt(products[0] / Math.max(1, samples.length));
        return new ComfortNoise(rms, reflections(products));
    }

    /** Levinson and Durbin's recursion, in the sense of sign that the lattice has. */
    private static double[] reflections(double[] products) {
        double[] found = new double[ANALYSIS_ORDER];
        double[] predictor = new double[ANALYSIS_ORDER + 1];
        predictor[0] = 1;
        double error = products[0] * 1.0001 + 1;
        for (int order = 1; order <= ANALYSIS_ORDER; order++) {
            double sum = 0;
            for (int i = 0; i < order; i++) {
                sum += predictor[i] * products[order - i];
            }
            double k = Math.clamp(-sum / error, -MAX_REFLECTION, MAX_REFLECTION);
            found[order - 1] = k;
            double[] before = predictor.clone();
            for (int i = 1; i <= order; i++) {
                predictor[i] = before[i] + k * before[order - i];
            }
            error *= 1 - k * k;
        }
        return found;
    }

    /** Of the samples, 32768 being full scale. */
    public double rms() {
        return rms;
    }

    /** The samples that follow. */
    public short[] next(int count) {
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            double value = filter(excitation * uniform());
            samples[i] = (short) Math.clamp(Math.round(value), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return samples;
    }

    private double filter(double input) {
        double forward = input;
        for (int i = reflections.length - 1; i >= 0; i--) {
            forward -= reflections[i] * backward[i];
            backward[i + 1] = backward[i] + reflections[i] * forward;
        }
        backward[0] = forward;
        return forward;
    }

    /** From -1 to 1. */
    private double uniform() {
        seed = seed * 6364136223846793005L + 1442695040888963407L;
        return (seed >> 11) / (double) (1L << 52);
    }
}
