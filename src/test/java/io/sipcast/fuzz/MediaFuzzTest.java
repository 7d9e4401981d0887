package io.sipcast.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtp.payload.AmrPayload;
import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.rtp.payload.ComfortNoise;
import io.sipcast.rtp.payload.G729Payload;
import io.sipcast.rtp.payload.L16;
import io.sipcast.rtp.payload.SilentPayload;
import io.sipcast.rtp.payload.TelephoneEvent;
import io.sipcast.sdp.SessionDescription;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Descriptions and keys from strangers: read or refused, and nothing else. */
@Tag("fuzz")
final class MediaFuzzTest {
    @FuzzTest
    void sdp(byte[] text) {
        SessionDescription description;
        try {
            description = SessionDescription.parse(text);
        } catch (ProtocolException _) {
            return;
        }
        if (description.toString().isEmpty()) {
            throw new AssertionError("nothing to show");
        }
    }

    /** The first byte says which codec's packing. */
    @FuzzTest
    void amr(byte[] payload) {
        if (payload.length == 0) {
            return;
        }
        var form = new AmrPayload((payload[0] & 1) != 0, (payload[0] & 2) != 0);
        List<byte[]> frames = new ArrayList<>();
        try {
            form.read(
                    payload,
                    1,
                    payload.length - 1,
                    (type, frame, length) -> {
                        if (length != form.frameSize(type)) {
                            throw new AssertionError(type + " of " + length);
                        }
                        frames.add(Arrays.copyOf(frame, length));
                    });
        } catch (ProtocolException _) {
            if (!frames.isEmpty()) {
                throw new AssertionError("part of what is wrong was taken");
            }
            return;
        }
        byte[] written = form.write(frames);
        List<byte[]> again = new ArrayList<>();
        form.read(written, 0, written.length, (_, f, n) -> again.add(Arrays.copyOf(f, n)));
        Same.check(Arrays.deepToString(frames.toArray()), Arrays.deepToString(again.toArray()));
    }

    /** Noise of any colour stays noise: no filter may ring. */
    @FuzzTest
    void comfortNoise(byte[] payload) {
        try {
            ComfortNoise noise = ComfortNoise.read(payload, 0, payload.length);
            double energy = 0;
            for (short sample : noise.next(8000)) {
                energy += (double) sample * sample;
            }
            if (Math.sqrt(energy / 8000) > 4 * noise.rms() + 2) {
                throw new AssertionError("louder than it says");
            }
        } catch (ProtocolException _) {
            // No level.
        }
    }

    /** Frames of fixed lengths, samples and parameters. */
    @FuzzTest
    void sound(byte[] payload) {
        try {
            int frames = G729Payload.frames(payload.length);
            boolean pause = G729Payload.endsInPause(payload.length);
            Same.check(payload.length, frames * 10 + (pause ? 2 : 0));
        } catch (ProtocolException _) {
            // No frames.
        }
        try {
            Same.check(payload.length / 2, L16.decode(payload, 0, payload.length, 2).length);
        } catch (ProtocolException _) {
            // A piece of a sample.
        }
        String text = new String(payload, StandardCharsets.UTF_8);
        for (AudioEncoding encoding : AudioEncoding.values()) {
            if (!encoding.isComfortNoise()) {
                SilentPayload silence = SilentPayload.of(encoding, text, payload.length);
                if (silence.millis() < 10 || silence.millis() > 60) {
                    throw new AssertionError(encoding + " " + silence.millis());
                }
            }
        }
    }

    /** A payload of RFC 4733 with any number of events. */
    @FuzzTest
    void telephoneEvent(byte[] payload) {
        ByteBuffer in = ByteBuffer.wrap(payload);
        try {
            while (in.hasRemaining()) {
                TelephoneEvent event = TelephoneEvent.read(in);
                ByteBuffer out = ByteBuffer.allocate(TelephoneEvent.SIZE);
                event.write(out);
                Same.check(event, TelephoneEvent.read(out.flip()));
            }
        } catch (ProtocolException _) {
            // A piece of an event.
        }
    }
}
