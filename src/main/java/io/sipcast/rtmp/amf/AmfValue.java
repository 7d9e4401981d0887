package io.sipcast.rtmp.amf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of AMF0 §2. Fields keep their order: some servers read them by place. */
public sealed interface AmfValue {
    AmfValue NULL = new Null();
    AmfValue UNDEFINED = new Undefined();

    record Num(double value) implements AmfValue {}

    record Bool(boolean value) implements AmfValue {}

    /** A string of any length: long ones get the long form. */
    record Text(String value) implements AmfValue {}

    record Xml(String value) implements AmfValue {}

    /**
     * A point in time.
     *
     * @param epochMillis milliseconds since 1970, UTC
     * @param zoneMinutes reserved, should be 0
     */
    record Date(double epochMillis, int zoneMinutes) implements AmfValue {}

    record Null() implements AmfValue {}

    record Undefined() implements AmfValue {}

    /** An earlier object of the same message, by its number; not resolved. */
    record Reference(int index) implements AmfValue {}

    record StrictArray(List<AmfValue> items) implements AmfValue {
        public StrictArray {
            items = List.copyOf(items);
        }
    }

    /** Values that have named fields. */
    sealed interface Fields extends AmfValue {
        Map<String, AmfValue> fields();

        default @Nullable AmfValue field(String name) {
            return fields().get(name);
        }

        /** The field if it is a string, else null. */
        default @Nullable String text(String name) {
            return field(name) instanceof Text(var value) ? value : null;
        }

        /** The field if it is a number. */
        default double number(String name, double otherwise) {
            return field(name) instanceof Num(double value) ? value : otherwise;
        }
    }

    record Obj(Map<String, AmfValue> fields) implements Fields {
        public Obj {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    record EcmaArray(Map<String, AmfValue> fields) implements Fields {
        public EcmaArray {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    record TypedObject(String className, Map<String, AmfValue> fields) implements Fields {
        public TypedObject {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    static AmfValue of(double value) {
        return new Num(value);
    }

    static AmfValue of(boolean value) {
        return new Bool(value);
    }

    static AmfValue of(String value) {
        return new Text(value);
    }

    /** An object with these fields in order: name, value, name, value ... */
    static Obj object(Object... namesAndValues) {
        return new Obj(fields(namesAndValues));
    }

    /** An array with these fields in order: name, value, name, value ... */
    static EcmaArray array(Object... namesAndValues) {
        return new EcmaArray(fields(namesAndValues));
    }

    private static Map<String, AmfValue> fields(Object... namesAndValues) {
        Map<String, AmfValue> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], from(namesAndValues[i + 1]));
        }
        return fields;
    }

    private static AmfValue from(Object value) {
        return switch (value) {
            case AmfValue amf -> amf;
            case String text -> new Text(text);
            case Boolean bool -> new Bool(bool);
            case Number number -> new Num(number.doubleValue());
            default -> throw new IllegalArgumentException("no AMF0 form: " + value.getClass());
        };
    }
}
