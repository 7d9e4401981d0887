package io.sipcast.api.v1;

import io.sipcast.call.CallEnd;
import io.sipcast.sip.message.Reason;
import io.sipcast.sip.message.Remarks;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Who ended a call and why. What is not known is null. */
final class EndDetails {
    private EndDetails() {}

    static @Nullable Map<String, @Nullable Object> of(@Nullable CallEnd end) {
        if (end == null) {
            return null;
        }
        Remarks remarks = end.remarks();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("by", end.endedBy().name().toLowerCase(Locale.ROOT));
        json.put("sentence", end.sentence());
        json.put("sipStatus", end.sipStatus() == 0 ? null : end.sipStatus());
        json.put("sipReason", sipReason(end));
        json.put("q850", q850(remarks));
        json.put("detail", remarks.words().isEmpty() ? null : remarks.words());
        return json;
    }

    /** The words beside the status, or those of a Reason header that names one. */
    private static @Nullable String sipReason(CallEnd end) {
        if (end instanceof CallEnd.Rejected(int _, String reason, Remarks _)) {
            return reason;
        }
        return end.remarks().reasons().stream()
                .filter(Reason::isSip)
                .findFirst()
                .map(Reason::print)
                .orElse(null);
    }

    private static @Nullable Integer q850(Remarks remarks) {
        OptionalInt cause =
                remarks.reasons().stream()
                        .filter(reason -> reason.isQ850() && reason.cause().isPresent())
                        .mapToInt(reason -> reason.cause().getAsInt())
                        .findFirst();
        return cause.isPresent() ? cause.getAsInt() : null;
    }
}
