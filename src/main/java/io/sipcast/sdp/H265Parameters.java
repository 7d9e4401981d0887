package io.sipcast.sdp;

import io.sipcast.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of H.265 in an a=fmtp line, RFC 7798 §7.1.
 *
 * @param singleStream whether all comes in one RTP stream, tx-mode SRST
 * @param interleaved whether NAL units may come in another order than that of decoding, and packets
 *     have fields that tell it
 * @param parameterSets the NAL units of sprop-vps, sprop-sps and sprop-pps
 */
public record H265Parameters(boolean singleStream, boolean interleaved, List<Bytes> parameterSets) {
    private static final int MOST = 32_767;

    public H265Parameters {
        parameterSets = List.copyOf(parameterSets);
    }

    static H265Parameters of(Fmtp fmtp) {
        List<Bytes> sets = new ArrayList<>();
        for (String name : List.of("sprop-vps", "sprop-sps", "sprop-pps")) {
            sets.addAll(ParameterSetList.of(fmtp, name));
        }
        String mode = fmtp.value("tx-mode");
        boolean interleaved =
                isAboveNought(fmtp.value("sprop-max-don-diff"))
                        || isAboveNought(fmtp.value("sprop-depack-buf-nalus"));
        return new H265Parameters(mode == null || mode.equalsIgnoreCase("SRST"), interleaved, sets);
    }

    /** What can't be read is taken for above nought: then packets may have fields we don't know. */
    private static boolean isAboveNought(@Nullable String digits) {
        if (digits == null) {
            return false;
        }
        OptionalInt number = Fields.number(digits, MOST);
        return number.isEmpty() || number.getAsInt() > 0;
    }

    /** Our depacketizer takes one stream in decoding order. */
    boolean isSupported() {
        return singleStream && !interleaved;
    }
}
