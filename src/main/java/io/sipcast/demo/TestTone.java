package io.sipcast.demo;

import io.sipcast.rtp.payload.G711;

/** One second of sound: a tone of 1 kHz for 100 ms, then silence. */
final class TestTone {
    /** 20 ms. */
    static final int PACKET_SAMPLES = 160;

    private static final int FREQUENCY_HZ = 1000;
    private static final int BEEP_MILLIS = 100;
    private static final double AMPLITUDE = 0.5 * Short.MAX_VALUE;

    private TestTone() {}

    /** The second in codes, one a sample. */
    static byte[] encode(G711 law) {
        byte[] codes = new byte[G711.SAMPLE_RATE_HZ];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = law.encode(sample(i));
        }
        return codes;
    }

    private static short sample(int index) {
        if (index >= BEEP_MILLIS * G711.SAMPLE_RATE_HZ / 1000) {
            return 0;
        }
        double phase = 2 * Math.PI * FREQUENCY_HZ * index / G711.SAMPLE_RATE_HZ;
        return (short) Math.round(AMPLITUDE * Math.sin(phase));
    }
}
