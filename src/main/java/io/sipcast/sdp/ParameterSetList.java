package io.sipcast.sdp;

import io.sipcast.bytes.Bytes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** NAL units as the sprop parameters of RFC 6184 and RFC 7798 write them: Base64 with commas. */
final class ParameterSetList {
    private ParameterSetList() {}

    /** Empty when the parameter is not there or can't be read. */
    static List<Bytes> of(Fmtp fmtp, String name) {
        String text = fmtp.value(name);
        List<Bytes> sets = new ArrayList<>();
        for (String set : Fields.split(text == null ? "" : text, ',')) {
            try {
                sets.add(Bytes.copyOf(Base64.getDecoder().decode(set)));
            } catch (IllegalArgumentException _) {
                return List.of();
            }
        }
        return sets;
    }
}
