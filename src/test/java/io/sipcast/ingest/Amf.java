package io.sipcast.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** As much of AMF 0 as the answers of an ingest take. */
final class Amf {
    private static final int STRING = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** The text of the first string in a body from here on; empty when there is none. */
    static String text(byte[] body, int from) {
        for (int i = from; i + 3 <= body.length; i++) {
            if (body[i] == STRING) {
                int size = (body[i + 1] & 0xFF) << 8 | (body[i + 2] & 0xFF);
                return size > body.length - i - 3
                        ? ""
                        : new String(body, i + 3, size, StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    /** The number after the command's name. */
    static double transaction(byte[] body) {
        int at = 3 + text(body, 0).getBytes(StandardCharsets.UTF_8).length + 1;
        return ByteBuffer.wrap(body).getDouble(at);
    }

    Amf string(String text) {
        out.write(STRING);
        return name(text);
    }

    Amf number(double value) {
        out.write(0);
        out.writeBytes(ByteBuffer.allocate(8).putDouble(value).array());
        return this;
    }

    Amf nothing() {
        out.write(5);
        return this;
    }

    /** An object of strings: name, value, name, value. */
    Amf object(String... fields) {
        out.write(3);
        return fields(fields);
    }

    /** An object of a list of one string, and strings. */
    Amf objectWith(String list, String only, String... fields) {
        out.write(3);
        name(list);
        out.writeBytes(new byte[] {10, 0, 0, 0, 1}); // a strict array
        string(only);
        return fields(fields);
    }

    private Amf fields(String... fields) {
        for (int i = 0; i < fields.length; i += 2) {
            name(fields[i]).string(fields[i + 1]);
        }
        out.writeBytes(new byte[] {0, 0, 9});
        return this;
    }

    private Amf name(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(ByteBuffer.allocate(2).putShort((short) bytes.length).array());
        out.writeBytes(bytes);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
