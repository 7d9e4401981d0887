package io.sipcast.rtp.payload;

import org.jspecify.annotations.Nullable;

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
    private static final int MAX_DIGITS = 9;

    /** What is missing or broken is as RFC 7587 has it by default. */
    public static OpusParameters of(FormatParameters parameters) {
        int rate = number(parameters.value("maxplaybackrate"));
        int bitrate = number(parameters.value("maxaveragebitrate"));
        return new OpusParameters(
                rate < 0 ? FULL_BAND_HZ : Math.clamp(rate, NARROW_BAND_HZ, FULL_BAND_HZ),
                bitrate < 0 ? 0 : Math.clamp(bitrate, LOWEST_BPS, HIGHEST_BPS),
                "1".equals(parameters.value("stereo")),
                "1".equals(parameters.value("sprop-stereo")),
                "1".equals(parameters.value("useinbandfec")),
                "1".equals(parameters.value("usedtx")),
                "1".equals(parameters.value("cbr")));
    }

    /** -1 for anything but digits, and for more of them than make sense. */
    private static int number(@Nullable String text) {
        boolean digits =
                text != null
                        && !text.isEmpty()
                        && text.length() <= MAX_DIGITS
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : -1;
    }

    /** The band that its playback rate has room for, as {@link OpusPacket#band} counts them. */
    public int band() {
        if (maxPlaybackRateHz <= 8_000) {
            return 0;
        }
        if (maxPlaybackRateHz <= 12_000) {
            return 1;
        }
        if (maxPlaybackRateHz <= 16_000) {
            return 2;
        }
        return maxPlaybackRateHz <= 24_000 ? 3 : 4;
    }
}
