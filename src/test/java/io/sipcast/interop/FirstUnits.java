package io.sipcast.interop;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * When the first sound and the first picture of a stream reached a viewer who waited for it.
 *
 * @param audio the first AAC frame
 * @param video the first H.264 picture
 */
record FirstUnits(Instant audio, Instant video) {
    private static final int AUDIO = 8;
    private static final int VIDEO = 9;

    /** Begins to wait for a stream that may not be there yet; the URL is of FLV over HTTP. */
    static CompletableFuture<FirstUnits> await(String url) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (var in = new DataInputStream(URI.create(url).toURL().openStream())) {
                        return read(in);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    private static FirstUnits read(DataInputStream in) throws IOException {
        in.skipNBytes(9 + 4); // header and the size of no tag
        Instant audio = Instant.MAX;
        Instant video = Instant.MAX;
        while (audio.equals(Instant.MAX) || video.equals(Instant.MAX)) {
            int type = in.readUnsignedByte();
            int size = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            in.skipNBytes(7); // timestamp and stream
            byte[] body = in.readNBytes(size);
            in.skipNBytes(4);
            boolean unit = size > 1 && body[1] == 1; // 0 is a sequence header
            if (unit && type == AUDIO && audio.equals(Instant.MAX)) {
                audio = Instant.now();
            } else if (unit && type == VIDEO && video.equals(Instant.MAX)) {
                video = Instant.now();
            }
        }
        return new FirstUnits(audio, video);
    }
}
