package io.sipcast.rtmp.amf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes AMF0 values, §2. */
public final class Amf0Writer {
    private static final int SHORT_TEXT = 0xFFFF;

    private ByteBuffer out = ByteBuffer.allocate(256);

    private Amf0Writer() {}

    /** The values one after another. */
    public static byte[] write(List<AmfValue> values) {
        Amf0Writer writer = new Amf0Writer();
        values.forEach(writer::value);
        byte[] bytes = new byte[writer.out.position()];
        writer.out.get(0, bytes);
        return bytes;
    }

    private void value(AmfValue value) {
        switch (value) {
            case AmfValue.Num(double number) -> marker(Marker.NUMBER, 8).putDouble(number);
            case AmfValue.Bool(boolean bool) ->
                    marker(Marker.BOOLEAN, 1).put((byte) (bool ? 1 : 0));
            case AmfValue.Text(var text) -> text(text);
            case AmfValue.Xml(var text) -> longText(Marker.XML_DOCUMENT, utf8(text));
            case AmfValue.Date(double millis, int zone) ->
                    marker(Marker.DATE, 10).putDouble(millis).putShort((short) zone);
            case AmfValue.Null _ -> marker(Marker.NULL, 0);
            case AmfValue.Undefined _ -> marker(Marker.UNDEFINED, 0);
            case AmfValue.Reference(int index) ->
                    marker(Marker.REFERENCE, 2).putShort((short) index);
            case AmfValue.StrictArray(var items) -> {
                marker(Marker.STRICT_ARRAY, 4).putInt(items.size());
                items.forEach(this::value);
            }
            case AmfValue.Obj(var fields) -> {
                marker(Marker.OBJECT, 0);
                fields(fields);
            }
            case AmfValue.EcmaArray(var fields) -> {
                marker(Marker.ECMA_ARRAY, 4).putInt(fields.size());
                fields(fields);
            }
            case AmfValue.TypedObject(var className, var fields) -> {
                marker(Marker.TYPED_OBJECT, 0);
                name(className);
                fields(fields);
            }
        }
    }

    private void fields(Map<String, AmfValue> fields) {
        fields.forEach((name, value) -> {
            name(name);
            value(value);
        });
        name("");
        marker(Marker.OBJECT_END, 0);
    }

    private void text(String text) {
        byte[] bytes = utf8(text);
        if (bytes.length > SHORT_TEXT) {
            longText(Marker.LONG_STRING, bytes);
        } else {
            marker(Marker.STRING, 2 + bytes.length).putShort((short) bytes.length).put(bytes);
        }
    }

    private void longText(int marker, byte[] bytes) {
        marker(marker, 4 + bytes.length).putInt(bytes.length).put(bytes);
    }

    private void name(String name) {
        byte[] bytes = utf8(name);
        if (bytes.length > SHORT_TEXT) {
            throw new IllegalArgumentException("AMF0 name of " + bytes.length + " B");
        }
        room(2 + bytes.length).putShort((short) bytes.length).put(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private ByteBuffer marker(int marker, int more) {
        return room(1 + more).put((byte) marker);
    }

    private ByteBuffer room(int size) {
        if (out.remaining() < size) {
            ByteBuffer larger = ByteBuffer.allocate(2 * out.capacity() + size);
            out = larger.put(out.flip());
        }
        return out;
    }
}
