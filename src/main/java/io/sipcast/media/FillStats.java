package io.sipcast.media;

import io.sipcast.media.AudioFrame.Origin;

/** How much of a timeline did not come by its own packets: nanoseconds of the sender's clock. */
final class FillStats {
    private double filled;
    private double concealed;
    private double recovered;

    /** The timeline has filled a gap itself, part of it by repetition, the rest with silence. */
    void filled(double nanos, double repeatedNanos) {
        filled += nanos;
        concealed += repeatedNanos;
    }

    /** The decoder gave this. */
    void given(Origin origin, double nanos) {
        switch (origin) {
            case RECEIVED -> {}
            case RECOVERED -> recovered += nanos;
            case CONCEALED -> filled(nanos, nanos);
            case PAUSE -> filled(nanos, 0);
        }
    }

    /** Made up, or silence. */
    long filledNanos() {
        return Math.round(filled);
    }

    /** Made up from what came before it. */
    long concealedNanos() {
        return Math.round(concealed);
    }

    /** Lost, but what was in it came with the next packet. */
    long recoveredNanos() {
        return Math.round(recovered);
    }
}
