package io.sipcast.sip.message;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Header fields in their order, immutable. Names are looked up in any case or compact form. */
public record Headers(List<Header> list) implements Iterable<Header> {
    public static final Headers NONE = new Headers(List.of());

    public Headers {
        list = List.copyOf(list);
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Iterator<Header> iterator() {
        return list.iterator();
    }

    public boolean has(String name) {
        return first(name) != null;
    }

    /** The value of the first line of this name. */
    public @Nullable String first(String name) {
        String wanted = HeaderName.canonical(name);
        for (Header header : list) {
            if (header.is(wanted)) {
                return header.value();
            }
        }
        return null;
    }

    /** The values of all lines of this name, each as it came. */
    public List<String> all(String name) {
        String wanted = HeaderName.canonical(name);
        List<String> values = new ArrayList<>();
        for (Header header : list) {
            if (header.is(wanted)) {
                values.add(header.value());
            }
        }
        return values;
    }

    /** All values of a header whose lines are lists: split at the commas. */
    public List<String> values(String name) {
        String wanted = HeaderName.canonical(name);
        List<String> values = new ArrayList<>();
        for (Header header : list) {
            if (header.is(wanted)) {
                ValueList.split(header.value(), values);
            }
        }
        return values;
    }

    /** The first of {@link #values}; empty when there is none, which is no value of any header. */
    public String firstValue(String name) {
        int line = firstWithValue(HeaderName.canonical(name));
        return line < 0 ? "" : valuesOf(list.get(line)).getFirst();
    }

    private int firstWithValue(String canonicalName) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).is(canonicalName) && !valuesOf(list.get(i)).isEmpty()) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> valuesOf(Header header) {
        List<String> values = new ArrayList<>();
        ValueList.split(header.value(), values);
        return values;
    }

    /** With one line of this name, where the first stood or else at the end. */
    public Headers with(String name, String value) {
        Header set = new Header(name, value);
        List<Header> changed = new ArrayList<>(list.size() + 1);
        boolean placed = false;
        for (Header header : list) {
            if (!header.is(set.name())) {
                changed.add(header);
            } else if (!placed) {
                changed.add(set);
                placed = true;
            }
        }
        if (!placed) {
            changed.add(set);
        }
        return new Headers(changed);
    }

    /** With a line more, behind all others. */
    public Headers plus(String name, String value) {
        List<Header> changed = new ArrayList<>(list);
        changed.add(new Header(name, value));
        return new Headers(changed);
    }

    /** With a line more, before all others: a Via. */
    public Headers plusFirst(String name, String value) {
        List<Header> changed = new ArrayList<>(list.size() + 1);
        changed.add(new Header(name, value));
        changed.addAll(list);
        return new Headers(changed);
    }

    /** With the first value of a list header replaced; its other values stay. */
    public Headers withFirstValue(String name, String value) {
        String wanted = HeaderName.canonical(name);
        int line = firstWithValue(wanted);
        if (line < 0) {
            return plusFirst(name, value);
        }
        List<String> values = valuesOf(list.get(line));
        values.set(0, value);
        List<Header> changed = new ArrayList<>(list);
        changed.set(line, new Header(wanted, String.join(", ", values)));
        return new Headers(changed);
    }

    public Headers without(String name) {
        String wanted = HeaderName.canonical(name);
        return new Headers(list.stream().filter(header -> !header.is(wanted)).toList());
    }

    /** Collects headers; not to be shared. */
    public static final class Builder {
        private final List<Header> list = new ArrayList<>();

        private Builder() {}

        public Builder add(String name, String value) {
            list.add(new Header(name, value));
            return this;
        }

        /** All lines of that name, as they stand in other headers. */
        public Builder copy(String name, Headers from) {
            from.all(name).forEach(value -> add(name, value));
            return this;
        }

        public Headers build() {
            return new Headers(list);
        }
    }
}
