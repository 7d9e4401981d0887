package io.sipcast.inject;

import io.sipcast.media.ToneMeter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sound files of one tone. */
public final class TestSounds {
    /** Of a sine: 13 dB below full scale. */
    public static final int AMPLITUDE = 10_000;

    private TestSounds() {}

    /** A WAV file, mono. */
    public static Path tone(Path file, int hz, int rateHz, int millis) throws IOException {
        int count = rateHz * millis / 1000;
        ByteBuffer out = ByteBuffer.allocate(44 + count * 2).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + count * 2);
        out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        out.putShort((short) 1).putShort((short) 1).putInt(rateHz);
        out.putInt(rateHz * 2).putShort((short) 2).putShort((short) 16);
        out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(count * 2);
        for (short sample : ToneMeter.tone(hz, AMPLITUDE, rateHz, 0, count)) {
            out.putShort(sample);
        }
        return Files.write(file, out.array());
    }
}
