package io.sipcast.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.sip.auth.DigestChallenge;
import io.sipcast.sip.auth.DigestCredentials;
import io.sipcast.sip.message.CSeq;
import io.sipcast.sip.message.Incoming;
import io.sipcast.sip.message.NameAddr;
import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipParser;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.StreamFramer;
import io.sipcast.sip.message.Uri;
import io.sipcast.sip.message.Via;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;

/** SIP from strangers either parses, and prints to what parses to the same, or is refused. */
@Tag("fuzz")
final class SipFuzzTest {
    @FuzzTest
    void message(byte[] datagram) {
        switch (SipParser.read(datagram)) {
            case Incoming.Message(SipMessage message) -> same(message);
            case Incoming.Malformed(_, SipResponse answer) -> {
                if (answer != null) {
                    same(answer);
                }
            }
            case Incoming.Ping _, Incoming.Pong _ -> {}
        }
    }

    private static void same(SipMessage message) {
        Same.check(message, SipParser.parse(message.print()));
    }

    /** The first byte says how large the pieces are in which the rest arrives. */
    @FuzzTest
    void stream(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        int piece = 1 + (bytes[0] & 0xFF);
        StreamFramer framer = new StreamFramer();
        try {
            for (int from = 1; from < bytes.length; from += piece) {
                framer.append(ByteBuffer.wrap(bytes, from, Math.min(piece, bytes.length - from)));
                while (framer.next() != null) {
                    // Whatever it is, it ends.
                }
            }
        } catch (ProtocolException _) {
            // The connection would be closed.
        }
    }

    @FuzzTest
    void uri(byte[] text) {
        value(text, Uri::parse, Uri::print);
    }

    /** The values of headers that have a grammar of their own; the first byte chooses one. */
    @FuzzTest
    void header(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        byte[] text = Arrays.copyOfRange(bytes, 1, bytes.length);
        switch (bytes[0] % 5) {
            case 0 -> value(text, value -> NameAddr.parse("To", value), NameAddr::print);
            case 1 -> value(text, Via::parse, Via::print);
            case 2 -> value(text, CSeq::parse, CSeq::print);
            case 3 -> value(text, DigestChallenge::parse, Object::toString, false);
            default -> value(text, DigestCredentials::parse, Object::toString, false);
        }
    }

    private static <T> void value(
            byte[] text, Function<String, T> parse, Function<T, String> print) {
        value(text, parse, print, true);
    }

    private static <T> void value(
            byte[] text, Function<String, T> parse, Function<T, String> print, boolean same) {
        T value;
        try {
            value = parse.apply(new String(text, UTF_8));
        } catch (ProtocolException _) {
            return;
        }
        String printed = print.apply(value);
        if (same) {
            Same.check(value, parse.apply(printed));
        }
    }
}
