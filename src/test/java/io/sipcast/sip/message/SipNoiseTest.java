package io.sipcast.sip.message;

import static io.sipcast.sip.message.Text.HEADERS;
import static io.sipcast.sip.message.Text.wire;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Any bytes either parse, and then print to something that parses to the same, or are refused. */
class SipNoiseTest {
    private static final int ROUNDS = 5_000;

    static final List<String> MESSAGES =
            List.of(
                    "OPTIONS sip:b:pw@[2001:db8::1]:5060;lr;x=%20?h=v SIP/2.0\n"
                            + HEADERS
                            + "Route: <sip:p1;lr>, \"q\\\"\" <sips:p2>\nContact: sip:a@b;q=0.1\n"
                            + "Max-Forwards: 70\nX:\n folded\nl: 4\n\nbody",
                    "SIP/2.0 200 OK\n" + HEADERS + "m: *\nRecord-Route: <sip:p1;lr>\n\n",
                    "OPTIONS tel:+1-201;phone-context=x SIP/2.0\n" + HEADERS + "\n");

    @ParameterizedTest
    @FieldSource("MESSAGES")
    void damagedMessages(String message) {
        byte[] good = wire(message);
        Random random = new Random(3261);
        for (int i = 0; i < ROUNDS; i++) {
            check(damaged(good, random));
        }
    }

    @Test
    void pureNoise() {
        Random random = new Random(4475);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] noise = new byte[1 + random.nextInt(200)];
            random.nextBytes(noise);
            check(noise);
        }
    }

    private static void check(byte[] bytes) {
        switch (SipParser.read(bytes)) {
            case Incoming.Message(SipMessage message) -> {
                assertThat(SipParser.parse(message.print())).isEqualTo(message);
                assertThat(message.toString()).isNotEmpty();
            }
            case Incoming.Malformed(ProtocolException reason, SipResponse answer) -> {
                assertThat(reason.getMessage()).isNotEmpty();
                if (answer != null) {
                    assertThat(SipParser.parse(answer.print())).isEqualTo(answer);
                }
            }
            case Incoming.Pong() -> throw new AssertionError("none was expected");
            case Incoming.Ping() -> assertThat(new String(bytes, UTF_8)).isBlank();
        }
    }

    @Test
    void damagedStreams() {
        Random random = new Random(5626);
        byte[] good = wire(MESSAGES.getFirst() + MESSAGES.getFirst() + "\n\n");
        for (int i = 0; i < ROUNDS; i++) {
            StreamFramer framer = new StreamFramer();
            framer.append(ByteBuffer.wrap(damaged(good, random)));
            try {
                while (framer.next() != null) {
                    // Whatever it is, it ends.
                }
            } catch (ProtocolException _) {
                // The connection would be closed.
            }
        }
    }

    @Test
    void damagedUris() {
        values("sip:al%20ice:pw@[2001:db8::1]:5060;lr;ttl=1?a=b&c=d", Uri::parse, Uri::print);
        values("tel:+1-201;phone-context=x", Uri::parse, Uri::print);
    }

    @Test
    void damagedHeaders() {
        values(
                "\"A \\\" B\" <sip:a@b;c>;tag=\"x\";y",
                v -> NameAddr.parse("To", v),
                NameAddr::print);
        values("SIP / 2.0 / UDP [::1] : 5060 ;rport;received=1.2.3.4", Via::parse, Via::print);
        values("314159 INVITE", CSeq::parse, CSeq::print);
    }

    private static <T> void values(
            String good, Function<String, T> parse, Function<T, String> print) {
        Random random = new Random(2543);
        byte[] bytes = good.getBytes(UTF_8);
        for (int i = 0; i < ROUNDS; i++) {
            String text = new String(damaged(bytes, random), UTF_8);
            T value;
            try {
                value = parse.apply(text);
            } catch (ProtocolException _) {
                continue;
            }
            assertThat(parse.apply(print.apply(value))).as(text).isEqualTo(value);
        }
    }

    /** A few bytes changed, dropped or doubled, and sometimes the end cut off. */
    private static byte[] damaged(byte[] good, Random random) {
        StringBuilder bytes = new StringBuilder();
        for (byte b : good) {
            bytes.append((char) (b & 0xFF));
        }
        for (int n = random.nextInt(4); n >= 0 && !bytes.isEmpty(); n--) {
            int at = random.nextInt(bytes.length());
            switch (random.nextInt(5)) {
                case 0 -> bytes.setCharAt(at, (char) random.nextInt(256));
                case 1 -> bytes.deleteCharAt(at);
                case 2 -> bytes.insert(at, bytes.charAt(random.nextInt(bytes.length())));
                case 3 -> bytes.insert(at, "\"<>;,:@%?=\r\n \\[]/*".charAt(random.nextInt(18)));
                default -> bytes.setLength(random.nextInt(10) == 0 ? at : bytes.length());
            }
        }
        byte[] out = new byte[bytes.length()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) bytes.charAt(i);
        }
        return out;
    }
}
