package io.sipcast.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtp.payload.TelephoneEvent;
import io.sipcast.sdp.SessionDescription;
import java.nio.ByteBuffer;
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
