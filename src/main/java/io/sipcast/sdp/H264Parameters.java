package io.sipcast.sdp;

import io.sipcast.bytes.Bytes;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of H.264 in an a=fmtp line, RFC 6184 §8.1.
 *
 * @param profileLevelId three bytes: profile_idc, constraint flags, level_idc
 * @param packetizationMode 0 single NAL units, 1 not interleaved, 2 interleaved; -1 unreadable
 * @param parameterSets the NAL units of sprop-parameter-sets; empty when there are none or they
 *     can't be read
 */
public record H264Parameters(int profileLevelId, int packetizationMode, List<Bytes> parameterSets) {
    /** What holds when the peer names no profile: Baseline, level 1. */
    private static final int DEFAULT_PROFILE_LEVEL_ID = 0x42000A;

    private static final int MAX_KNOWN_MODE = 2;

    public H264Parameters {
        parameterSets = List.copyOf(parameterSets);
    }

    static H264Parameters of(Fmtp fmtp) {
        return new H264Parameters(
                profile(fmtp.value("profile-level-id")),
                mode(fmtp.value("packetization-mode")),
                ParameterSetList.of(fmtp, "sprop-parameter-sets"));
    }

    private static int profile(@Nullable String hex) {
        return hex != null && hex.length() == 6 && hex.chars().allMatch(HexFormat::isHexDigit)
                ? HexFormat.fromHexDigits(hex)
                : DEFAULT_PROFILE_LEVEL_ID;
    }

    private static int mode(@Nullable String digits) {
        if (digits == null) {
            return 0;
        }
        OptionalInt mode = Fields.number(digits, MAX_KNOWN_MODE);
        return mode.orElse(-1);
    }

    /** Our depacketizer takes single NAL units, STAP-A and FU-A: modes 0 and 1. */
    boolean isSupported() {
        return packetizationMode == 0 || packetizationMode == 1;
    }
}
