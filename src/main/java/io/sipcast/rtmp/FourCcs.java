package io.sipcast.rtmp;

import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.message.RtmpMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The codecs that one side says it takes beyond those of FLV: enhanced RTMP, {@code fourCcList}
 * (v1), {@code videoFourCcInfoMap} and {@code audioFourCcInfoMap} (v2) of connect and its answer.
 */
public record FourCcs(Set<String> codes) {
    public static final String HEVC = FourCc.HEVC.code();
    public static final String LIST = "fourCcList";

    public static final FourCcs NONE = new FourCcs(Set.of());

    /** What the embedded server takes from publishers. */
    public static final FourCcs SERVED = of(FourCc.AVC, FourCc.HEVC, FourCc.AAC, FourCc.OPUS);

    /** Bits of a map's values. */
    public static final int CAN_DECODE = 1;

    public static final int CAN_ENCODE = 2;
    public static final int CAN_FORWARD = 4;

    private static final String VIDEO_MAP = "videoFourCcInfoMap";
    private static final String AUDIO_MAP = "audioFourCcInfoMap";
    private static final String CAPABILITIES = "capsEx";

    /** We read modifiers, and times below a millisecond; tracks besides the first one are lost. */
    private static final int MODIFIERS_AND_NANOSECONDS = 4 | 8;

    private static final String ALL = "*";

    /** No list is longer. */
    private static final int MOST = 64;

    public FourCcs {
        codes = Set.copyOf(codes);
    }

    public static FourCcs of(FourCc... codecs) {
        return new FourCcs(Set.copyOf(Stream.of(codecs).map(FourCc::code).toList()));
    }

    /** Finds them in whichever object they are. */
    public static FourCcs of(RtmpMessage.Command command) {
        Set<String> found = new HashSet<>();
        for (AmfValue argument : command.arguments()) {
            if (argument instanceof AmfValue.Fields fields) {
                found.addAll(listed(fields.field(LIST)));
                found.addAll(mapped(fields.field(VIDEO_MAP)));
                found.addAll(mapped(fields.field(AUDIO_MAP)));
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

    /** Codecs that its side can do something with but send them. */
    private static List<String> mapped(@Nullable AmfValue map) {
        if (!(map instanceof AmfValue.Fields fields)) {
            return List.of();
        }
        return fields.fields().entrySet().stream()
                .limit(MOST)
                .filter(entry -> canTake(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean canTake(AmfValue abilities) {
        return abilities instanceof AmfValue.Num(double bits)
                && ((int) bits & (CAN_DECODE | CAN_FORWARD)) != 0;
    }

    public boolean takes(FourCc codec) {
        return codes.contains(codec.code()) || codes.contains(ALL);
    }

    public boolean takesHevc() {
        return takes(FourCc.HEVC);
    }

    public boolean takesOpus() {
        return takes(FourCc.OPUS);
    }

    /** As the value of {@link #LIST}. */
    public AmfValue print() {
        return new AmfValue.StrictArray(codes.stream().sorted().map(AmfValue::of).toList());
    }

    /**
     * The fields of connect, or of its answer, that say it in both versions; none where there is
     * nothing to say.
     *
     * @param abilities what can be done with each of them: bits as {@link #CAN_DECODE}
     */
    public Map<String, AmfValue> fields(int abilities) {
        Map<String, AmfValue> fields = new LinkedHashMap<>();
        if (!codes.isEmpty()) {
            fields.put(LIST, print());
            putMap(fields, VIDEO_MAP, FourCc.Kind.VIDEO, abilities);
            putMap(fields, AUDIO_MAP, FourCc.Kind.AUDIO, abilities);
            fields.put(CAPABILITIES, AmfValue.of(MODIFIERS_AND_NANOSECONDS));
        }
        return fields;
    }

    private void putMap(
            Map<String, AmfValue> fields, String name, FourCc.Kind kind, int abilities) {
        Map<String, AmfValue> map = new LinkedHashMap<>();
        for (FourCc codec : FourCc.values()) {
            if (codec.kind() == kind && codes.contains(codec.code())) {
                map.put(codec.code(), AmfValue.of(abilities));
            }
        }
        if (!map.isEmpty()) {
            fields.put(name, new AmfValue.Obj(map));
        }
    }
}
