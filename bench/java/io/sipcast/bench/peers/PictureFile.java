package io.sipcast.bench.peers;

import io.sipcast.bench.peers.PictureLoop.Codec;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture loop in a file.
 *
 * <pre>parameters (UTF) | pictures 32 | for each: payloads 32 | for each: length 32 | bytes</pre>
 */
final class PictureFile {
    /** Goes up when what is drawn, or how it is encoded, changes. */
    private static final int VERSION = 2;

    private PictureFile() {}

    static PictureLoop of(Codec codec, int width, int height, int rate, int bps, Path folder)
            throws IOException {
        String name = "%s-%dx%d-%d-%d-v%d.rtp".formatted(codec, width, height, rate, bps, VERSION);
        Path file = folder.resolve(name.toLowerCase(java.util.Locale.ROOT));
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            PictureCoder.Coded coded = PictureCoder.encode(codec, width, height, rate, bps);
            write(coded, file);
        }
        return read(codec, rate, file);
    }

    /** Another process may do the same at the same time. */
    private static void write(PictureCoder.Coded coded, Path file) throws IOException {
        Path part = Files.createTempFile(file.getParent(), "loop", ".part");
        try (var out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
            out.writeUTF(coded.parameters());
            out.writeInt(coded.pictures().size());
            for (List<byte[]> picture : coded.pictures()) {
                out.writeInt(picture.size());
                for (byte[] payload : picture) {
                    out.writeInt(payload.length);
                    out.write(payload);
                }
            }
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static PictureLoop read(Codec codec, int rate, Path file) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            String parameters = in.readUTF();
            List<List<byte[]>> pictures = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                List<byte[]> payloads = new ArrayList<>();
                for (int parts = in.readInt(); parts > 0; parts--) {
                    payloads.add(in.readNBytes(in.readInt()));
                }
                pictures.add(payloads);
            }
            return new PictureLoop(codec, parameters, rate, pictures);
        }
    }
}
