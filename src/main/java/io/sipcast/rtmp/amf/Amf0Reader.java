package io.sipcast.rtmp.amf;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads AMF0 values, §2, bounded in depth and number.
 *
 * <p>A value of AMF3 (marker 0x11) is read when it is a scalar or a string; else it is taken for
 * undefined together with all that follows, since its end can't be found without reading it whole.
 */
public final class Amf0Reader {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_VALUES = 8192;

    private final ByteBuffer in;
    private int depth;
    private int values;

    private Amf0Reader(ByteBuffer in) {
        this.in = in;
    }

    /**
     * All values of a message.
     *
     * @throws ProtocolException TRUNCATED, MALFORMED, or TOO_LARGE beyond the bounds
     */
    public static List<AmfValue> readAll(ByteBuffer in) {
        Amf0Reader reader = new Amf0Reader(in);
        List<AmfValue> values = new ArrayList<>();
        try {
            while (in.hasRemaining()) {
                values.add(reader.value());
            }
            return List.copyOf(values);
        } catch (BufferUnderflowException _) {
            throw new ProtocolException(Fault.TRUNCATED, "AMF0 value");
        }
    }

    private AmfValue value() {
        if (++values > MAX_VALUES) {
            throw new ProtocolException(Fault.TOO_LARGE, "over " + MAX_VALUES + " AMF0 values");
        }
        int marker = in.get();
        return switch (marker) {
            case Marker.NUMBER -> new AmfValue.Num(in.getDouble());
            case Marker.BOOLEAN -> new AmfValue.Bool(in.get() != 0);
            case Marker.STRING -> new AmfValue.Text(shortText());
            case Marker.LONG_STRING -> new AmfValue.Text(longText());
            case Marker.XML_DOCUMENT -> new AmfValue.Xml(longText());
            case Marker.DATE -> new AmfValue.Date(in.getDouble(), in.getShort());
            case Marker.NULL -> AmfValue.NULL;
            case Marker.UNDEFINED, Marker.UNSUPPORTED -> AmfValue.UNDEFINED;
            case Marker.REFERENCE -> new AmfValue.Reference(in.getShort() & 0xFFFF);
            case Marker.OBJECT -> new AmfValue.Obj(fields());
            case Marker.TYPED_OBJECT -> new AmfValue.TypedObject(shortText(), fields());
            case Marker.ECMA_ARRAY -> ecmaArray();
            case Marker.STRICT_ARRAY -> strictArray();
            case Marker.AVMPLUS -> Amf3Scalar.read(in);
            default -> throw malformed("AMF0 marker " + marker);
        };
    }

    private AmfValue ecmaArray() {
        in.getInt(); // how many are to come: a hint that some senders get wrong
        return new AmfValue.EcmaArray(fields());
    }

    private AmfValue strictArray() {
        long count = Integer.toUnsignedLong(in.getInt());
        if (count > in.remaining()) {
            throw new ProtocolException(Fault.TRUNCATED, "AMF0 array of " + count);
        }
        enter();
        List<AmfValue> items = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            items.add(value());
        }
        depth--;
        return new AmfValue.StrictArray(items);
    }

    /** Some encoders leave the end marker out where the message ends. */
    private Map<String, AmfValue> fields() {
        enter();
        Map<String, AmfValue> fields = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            String name = shortText();
            if (name.isEmpty() && peek() == Marker.OBJECT_END) {
                in.get();
                break;
            }
            fields.put(name, value());
        }
        depth--;
        return fields;
    }

    private int peek() {
        if (!in.hasRemaining()) {
            throw new BufferUnderflowException();
        }
        return in.get(in.position());
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw new ProtocolException(Fault.TOO_LARGE, "AMF0 nested over " + MAX_DEPTH);
        }
    }

    private String shortText() {
        return text(in.getShort() & 0xFFFF);
    }

    private String longText() {
        return text(Integer.toUnsignedLong(in.getInt()));
    }

    private String text(long size) {
        if (size > in.remaining()) {
            throw new ProtocolException(Fault.TRUNCATED, "AMF0 string of " + size + " B");
        }
        byte[] text = new byte[(int) size];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static ProtocolException malformed(String what) {
        return new ProtocolException(Fault.MALFORMED, what);
    }
}
