package io.sipcast.media;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import io.sipcast.rtmp.codec.h264.SequenceParameterSet;
import org.jspecify.annotations.Nullable;

/** Whether a peer's decoder is up to a stream: profiles as H.264 annex A ranks them, and levels. */
final class H264Fit {
    private static final int BASELINE = 66;
    private static final int MAIN = 77;
    private static final int HIGH = 100;

    /** constraint_set1_flag: baseline without what the main profile lacks. */
    private static final int CONSTRAINED = 0x40;

    /** constraint_set3_flag: level 11 of baseline and main is 1b then. */
    private static final int LEVEL_1B = 0x10;

    private H264Fit() {}

    /** Why it does not fit, to go on after "its pictures are"; null when it fits. */
    static @Nullable String misfit(Format.Video format, ShownPayload peer) {
        SequenceParameterSet sps;
        try {
            sps = DecoderConfiguration.parse(format.configuration()).parameters();
        } catch (ProtocolException e) {
            return "not to be understood (" + e.getMessage() + ")";
        }
        int profile = peer.profileLevelId() >> 16;
        int constraints = peer.profileLevelId() >> 8 & 0xFF;
        int level = level(profile, constraints, peer.profileLevelId() & 0xFF);
        boolean decodes =
                switch (profile) {
                    case BASELINE ->
                            sps.profile() == BASELINE
                                    && ((constraints & CONSTRAINED) == 0
                                            || (sps.constraints() & CONSTRAINED) != 0);
                    case MAIN -> isConstrained(sps) || sps.profile() == MAIN;
                    case HIGH ->
                            isConstrained(sps) || sps.profile() == MAIN || sps.profile() == HIGH;
                    default -> sps.profile() == profile;
                };
        if (decodes && level(sps.profile(), sps.constraints(), sps.level()) <= level) {
            return null;
        }
        return "of profile-level-id %02x%02x%02x, but the callee takes %06x"
                .formatted(sps.profile(), sps.constraints(), sps.level(), peer.profileLevelId());
    }

    private static boolean isConstrained(SequenceParameterSet sps) {
        return sps.profile() == BASELINE && (sps.constraints() & CONSTRAINED) != 0;
    }

    private static int level(int profile, int constraints, int level) {
        boolean oneB = profile != HIGH && level == 11 && (constraints & LEVEL_1B) != 0;
        return oneB ? 9 : level;
    }
}
