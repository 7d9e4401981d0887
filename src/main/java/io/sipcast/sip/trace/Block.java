package io.sipcast.sip.trace;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Some messages in a row, deflated together: each repeats most of the one before. */
final class Block {
    private final byte[] packed;
    private final int messages;

    private Block(byte[] packed, int messages) {
        this.packed = packed;
        this.messages = messages;
    }

    static Block of(List<Recorded> messages) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(1024);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DataOutputStream out =
                new DataOutputStream(new DeflaterOutputStream(packed, deflater))) {
            for (Recorded message : messages) {
                message.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not from an array
        } finally {
            deflater.end();
        }
        return new Block(packed.toByteArray(), messages.size());
    }

    List<Recorded> unpack() {
        List<Recorded> all = new ArrayList<>(messages);
        try (DataInputStream in =
                new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(packed)))) {
            for (int i = 0; i < messages; i++) {
                all.add(Recorded.read(in));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // we wrote it
        }
    }

    int messages() {
        return messages;
    }

    int size() {
        return packed.length;
    }
}
