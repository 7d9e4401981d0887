package io.sipcast.demo;

import io.sipcast.rtp.payload.G711;

/** One second of sound: silence, and with the flash of the test card a tone of 1 kHz for 100 ms. */
final class TestTone {
    /** 20 ms. */
    static final int PACKET_SAMPLES = 160;

    private static final int BEGIN =
            G711.SAMPLE_RATE_HZ * TestCard.FIRST_FLASH_PICTURE / TestCard.PICTURES_PER_SECOND;

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
        int since = index - BEGIN;
        if (since < 0 || since >= BEEP_MILLIS * G711.SAMPLE_RATE_HZ / 1000) {
            return 0;
        }
        double phase = 2 * Math.PI * FREQUENCY_HZ * since / G711.SAMPLE_RATE_HZ;
        return (short) Math.round(AMPLITUDE * Math.sin(phase));
    }
}
