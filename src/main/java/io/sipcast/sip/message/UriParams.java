package io.sipcast.sip.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters and headers of a URI, in the normal form of {@link UriText}. */
final class UriParams {
    private UriParams() {}

    /** Reads what follows the first {@code ;} of parameters or the {@code ?} of headers. */
    static Params parse(String text, char separator) {
        String allowed = separator == ';' ? UriText.PARAM : UriText.HEADER;
        List<Params.Param> list = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int next = text.indexOf(separator, start);
            int end = next < 0 ? text.length() : next;
            list.add(parseOne(text.substring(start, end), allowed));
            start = end + 1;
        }
        return new Params(list);
    }

    private static Params.Param parseOne(String text, String allowed) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        if (name.isEmpty()) {
            throw UriText.malformed("parameter without a name", text);
        }
        return new Params.Param(
                UriText.normal(name, allowed),
                equals < 0 ? null : UriText.normal(text.substring(equals + 1), allowed));
    }

    /** Those in both match, and those named stand in both or in neither, RFC 3261 §19.1.4. */
    static boolean match(Params one, Params other, String... inBoth) {
        for (String name : inBoth) {
            if (one.has(name) != other.has(name)) {
                return false;
            }
        }
        return one.list().stream()
                .filter(param -> other.has(param.name()))
                .allMatch(param -> sameText(param.value(), other.value(param.name())));
    }

    /** No header of a URI may be missing in the other. */
    static boolean same(Params one, Params other) {
        return one.list().size() == other.list().size()
                && one.list().stream().allMatch(param -> other.has(param.name()))
                && match(one, other);
    }

    private static boolean sameText(@Nullable String one, @Nullable String other) {
        return one == null ? other == null : one.equalsIgnoreCase(other);
    }
}
