package io.sipcast.demo;

import java.util.List;

/** The test card, over and over; the packets of a picture leave spread over half of its time. */
final class CardLoop implements PacketLoop {
    private static final int CLOCK_RATE_HZ = 90_000;
    private static final long PICTURE_NANOS = 1_000_000_000L / TestCard.PICTURES_PER_SECOND;
    private static final long SPREAD_NANOS = PICTURE_NANOS / 2;
    private static final int PICTURE_TICKS = CLOCK_RATE_HZ / TestCard.PICTURES_PER_SECOND;

    private final long delayNanos;
    private TestCard card;
    private long number;
    private int packet;

    /**
     * A loop from its begin.
     *
     * @param delayNanos how much later than its due time everything leaves
     */
    CardLoop(TestCard card, long delayNanos) {
        this.card = card;
        this.delayNanos = delayNanos;
    }

    /** Goes on with this card at its next picture. */
    void show(TestCard other) {
        if (other != card) {
            card = other;
            number += packet > 0 ? 1 : 0;
            packet = 0;
        }
    }

    private List<byte[]> payloads() {
        return card.payloads((int) (number % TestCard.PICTURES));
    }

    @Override
    public int clockRateHz() {
        return CLOCK_RATE_HZ;
    }

    @Override
    public long dueNanos() {
        long within = SPREAD_NANOS * packet / payloads().size();
        return delayNanos + number * PICTURE_NANOS + within;
    }

    @Override
    public long ticks() {
        return number * PICTURE_TICKS;
    }

    @Override
    public boolean marker() {
        return packet == payloads().size() - 1;
    }

    @Override
    public byte[] payload() {
        return payloads().get(packet);
    }

    @Override
    public void advance() {
        packet++;
        if (packet == payloads().size()) {
            packet = 0;
            number++;
        }
    }
}
