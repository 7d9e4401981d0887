package io.sipcast.sip.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parameters in their order, as {@code ;name=value} of a header or URI. Names are looked up without
 * regard to case; values stay as they came, with their quotes or escapes.
 */
public record Params(List<Param> list) {
    public static final Params NONE = new Params(List.of());

    /** One parameter; a flag such as {@code ;lr} has no value. */
    public record Param(String name, @Nullable String value) {}

    public Params {
        list = List.copyOf(list);
    }

    public boolean isEmpty() {
        return list.isEmpty();
    }

    public boolean has(String name) {
        return find(name) != null;
    }

    /** The value as it came; null when there is no such parameter, or it is a flag. */
    public @Nullable String value(String name) {
        Param found = find(name);
        return found == null ? null : found.value();
    }

    /** The value without its quotes; null when there is no such parameter, or it is a flag. */
    public @Nullable String text(String name) {
        String value = value(name);
        return value != null && value.startsWith("\"") ? new Lexer(name, value).quoted() : value;
    }

    @Nullable Param find(String name) {
        for (Param param : list) {
            if (param.name().equalsIgnoreCase(name)) {
                return param;
            }
        }
        return null;
    }

    /** With the parameter set; it keeps its place if it was there, else comes last. */
    public Params with(String name, @Nullable String value) {
        Param set = new Param(name, value);
        List<Param> changed = new ArrayList<>(list);
        changed.replaceAll(param -> param.name().equalsIgnoreCase(name) ? set : param);
        if (!has(name)) {
            changed.add(set);
        }
        return new Params(changed);
    }

    public Params without(String name) {
        List<Param> kept = new ArrayList<>(list);
        kept.removeIf(param -> param.name().equalsIgnoreCase(name));
        return new Params(kept);
    }

    /** Reads {@code *( SEMI generic-param )} of a header, RFC 3261 §25.1. */
    public static Params read(Lexer in) {
        if (!in.acceptSeparator(';')) {
            return NONE;
        }
        List<Param> list = new ArrayList<>();
        do {
            String name = in.token();
            list.add(new Param(name, in.acceptSeparator('=') ? readValue(in) : null));
        } while (in.acceptSeparator(';'));
        return new Params(list);
    }

    /** An empty value is in no grammar, but some peers answer {@code rport} so. */
    private static String readValue(Lexer in) {
        return in.peek() == '"' ? in.rawQuoted() : in.until(";,<>\"");
    }

    void print(StringBuilder out) {
        print(out, ';', ';');
    }

    void print(StringBuilder out, char first, char between) {
        char separator = first;
        for (Param param : list) {
            out.append(separator).append(param.name());
            if (param.value() != null) {
                out.append('=').append(param.value());
            }
            separator = between;
        }
    }
}
