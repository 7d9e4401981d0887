package io.sipcast.sdp;

import java.util.OptionalInt;

/**
 * What one who takes Opus says about what it takes, RFC 7587 §6.1. Each side speaks for itself:
 * offer and answer may differ in all of them.
 *
 * @param maxPlaybackRateHz above which there is no use in sound
 * @param maxAverageBitrateBps 0 when it sets no limit
 * @param stereo whether it plays two channels, and would rather have two
 * @param spropStereo whether it is likely to send two
 * @param inbandFec whether it makes use of what a packet says of the one before it
 * @param dtx whether it would rather have nothing sent in silence
 * @param cbr whether packets are to be of one size
 */
public record OpusParameters(
        int maxPlaybackRateHz,
        int maxAverageBitrateBps,
        boolean stereo,
        boolean spropStereo,
        boolean inbandFec,
        boolean dtx,
        boolean cbr) {
    private static final int FULL_BAND_HZ = 48_000;
    private static final int NARROW_BAND_HZ = 8_000;
    private static final int LOWEST_BPS = 6_000;
    private static final int HIGHEST_BPS = 510_000;

    /** Loss is mended by FEC. What is not said: silence is to be sent. */
    static String ours(boolean stereo) {
        return stereo ? "useinbandfec=1;stereo=1" : "useinbandfec=1";
    }

    static OpusParameters of(Fmtp fmtp) {
        int rate = number(fmtp, "maxplaybackrate").orElse(FULL_BAND_HZ);
        OptionalInt bitrate = number(fmtp, "maxaveragebitrate");
        return new OpusParameters(
                Math.clamp(rate, NARROW_BAND_HZ, FULL_BAND_HZ),
                bitrate.isEmpty() ? 0 : Math.clamp(bitrate.getAsInt(), LOWEST_BPS, HIGHEST_BPS),
                flag(fmtp, "stereo"),
                flag(fmtp, "sprop-stereo"),
                flag(fmtp, "useinbandfec"),
                flag(fmtp, "usedtx"),
                flag(fmtp, "cbr"));
    }

    private static OptionalInt number(Fmtp fmtp, String name) {
        String value = fmtp.value(name);
        return value == null ? OptionalInt.empty() : Fields.number(value, Integer.MAX_VALUE);
    }

    private static boolean flag(Fmtp fmtp, String name) {
        return "1".equals(fmtp.value(name));
    }
}
