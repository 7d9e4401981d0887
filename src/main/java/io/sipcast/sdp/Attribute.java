package io.sipcast.sdp;

import org.jspecify.annotations.Nullable;

/** An a= line. */
public record Attribute(String name, @Nullable String value) {
    public Attribute {
        Fields.checkOneLine(name);
        if (value != null) {
            Fields.checkOneLine(value);
        }
    }

    static Attribute flag(String name) {
        return new Attribute(name, null);
    }

    static Attribute parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? flag(text.strip())
                : new Attribute(
                        text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }

    String print() {
        return value == null ? name : name + ":" + value;
    }
}
