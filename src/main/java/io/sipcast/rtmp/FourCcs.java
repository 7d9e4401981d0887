package io.sipcast.rtmp;

import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.message.RtmpMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The codecs that one side says it takes beyond those of FLV: enhanced RTMP, {@code fourCcList}
 * (v1) and {@code videoFourCcInfoMap} (v2) of connect and its answer.
 */
public record FourCcs(Set<String> codes) {
    public static final String HEVC = "hvc1";
    public static final String LIST = "fourCcList";

    public static final FourCcs NONE = new FourCcs(Set.of());

    private static final String MAP = "videoFourCcInfoMap";
    private static final String ALL = "*";

    /** No list is longer. */
    private static final int MOST = 64;

    public FourCcs {
        codes = Set.copyOf(codes);
    }

    /** Finds them in whichever object they are. */
    public static FourCcs of(RtmpMessage.Command command) {
        Set<String> found = new HashSet<>();
        for (AmfValue argument : command.arguments()) {
            if (argument instanceof AmfValue.Fields fields) {
                found.addAll(listed(fields.field(LIST)));
                if (fields.field(MAP) instanceof AmfValue.Fields map) {
                    map.fields().keySet().stream().limit(MOST).forEach(found::add);
                }
            }
        }
        return found.isEmpty() ? NONE : new FourCcs(found);
    }

    /** A strict array; some write an object with numbers for names. */
    private static List<String> listed(@Nullable AmfValue list) {
        List<AmfValue> items =
                switch (list) {
                    case AmfValue.StrictArray(var values) -> values;
                    case AmfValue.Fields fields -> List.copyOf(fields.fields().values());
                    case null, default -> List.of();
                };
        List<String> codes = new ArrayList<>();
        for (AmfValue item : items.subList(0, Math.min(MOST, items.size()))) {
            if (item instanceof AmfValue.Text(var code)) {
                codes.add(code);
            }
        }
        return codes;
    }

    public boolean takesHevc() {
        return codes.contains(HEVC) || codes.contains(ALL);
    }

    /** As the value of {@link #LIST}. */
    public AmfValue print() {
        return new AmfValue.StrictArray(codes.stream().sorted().map(AmfValue::of).toList());
    }
}
