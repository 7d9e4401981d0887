package io.sipcast.demo;

import io.sipcast.rtp.payload.G711;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** The sound, a packet each 20 ms, over and over. */
final class ToneLoop implements PacketLoop {
    private static final long PACKET_NANOS = 20_000_000;
    private static final int PACKETS = G711.SAMPLE_RATE_HZ / TestTone.PACKET_SAMPLES;
    private static final Map<G711, byte[][]> SECONDS = seconds();

    private byte[][] second = SECONDS.getOrDefault(G711.PCMU, new byte[0][]);
    private long number;

    private static Map<G711, byte[][]> seconds() {
        Map<G711, byte[][]> seconds = new EnumMap<>(G711.class);
        for (G711 law : G711.values()) {
            byte[] codes = TestTone.encode(law);
            byte[][] packets = new byte[PACKETS][];
            for (int i = 0; i < PACKETS; i++) {
                int from = i * TestTone.PACKET_SAMPLES;
                packets[i] = Arrays.copyOfRange(codes, from, from + TestTone.PACKET_SAMPLES);
            }
            seconds.put(law, packets);
        }
        return seconds;
    }

    /** Goes on in this law. */
    void speak(G711 law) {
        second = SECONDS.getOrDefault(law, second);
    }

    @Override
    public int clockRateHz() {
        return G711.SAMPLE_RATE_HZ;
    }

    @Override
    public long dueNanos() {
        return number * PACKET_NANOS;
    }

    @Override
    public long ticks() {
        return number * TestTone.PACKET_SAMPLES;
    }

    /** The begin of a talk spurt, RFC 3551 §4.1: there is one. */
    @Override
    public boolean marker() {
        return number == 0;
    }

    @Override
    public byte[] payload() {
        return second[(int) (number % PACKETS)];
    }

    @Override
    public void advance() {
        number++;
    }
}
