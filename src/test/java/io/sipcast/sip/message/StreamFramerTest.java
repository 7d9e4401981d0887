package io.sipcast.sip.message;

import static io.sipcast.sip.message.Text.HEADERS;
import static io.sipcast.sip.message.Text.options;
import static io.sipcast.sip.message.Text.wire;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFramerTest {
    private static final String HEAD = "OPTIONS sip:b@example.com SIP/2.0\n" + HEADERS;
    private final StreamFramer framer = new StreamFramer();

    @Test
    void cutsWhatComesInAnyPieces() {
        List<SipMessage> sent = new ArrayList<>();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < 50; i++) {
            SipMessage message = options("X: " + "y".repeat(i * 7) + "\nContent-Length: 3\n\nabc");
            sent.add(message);
            stream.writeBytes(message.print());
        }
        byte[] bytes = stream.toByteArray();
        Random random = new Random(3261);
        for (int round = 0; round < 20; round++) {
            assertThat(messages(piecesOf(bytes, 1 + random.nextInt(2000), random))).isEqualTo(sent);
        }
    }

    @Test
    void cutsByteByByte() {
        byte[] bytes = wire(HEAD + "l: 2\n\nhi" + HEAD + "l: 0\n\n");

        assertThat(messages(piecesOf(bytes, 1, new Random(1)))).hasSize(2);
    }

    private static List<byte[]> piecesOf(byte[] bytes, int most, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int size = Math.min(bytes.length - at, 1 + random.nextInt(most));
            byte[] piece = new byte[size];
            System.arraycopy(bytes, at, piece, 0, size);
            pieces.add(piece);
            at += size;
        }
        return pieces;
    }

    private List<SipMessage> messages(List<byte[]> pieces) {
        List<SipMessage> read = new ArrayList<>();
        for (byte[] piece : pieces) {
            for (Incoming incoming : feed(piece)) {
                read.add(((Incoming.Message) incoming).message());
            }
        }
        return read;
    }

    private List<Incoming> feed(byte[] bytes) {
        framer.append(ByteBuffer.wrap(bytes));
        List<Incoming> all = new ArrayList<>();
        for (Incoming next = framer.next(); next != null; next = framer.next()) {
            all.add(next);
        }
        return all;
    }

    @Test
    void knowsAPingFromTheLineEndsBetweenMessages() {
        assertThat(feed(wire("\n\n"))).containsExactly(new Incoming.Ping());
        assertThat(feed(wire("\n"))).isEmpty();
        assertThat(feed("\r".getBytes(US_ASCII))).isEmpty();
        assertThat(feed("\n".getBytes(US_ASCII))).containsExactly(new Incoming.Ping());
        assertThat(feed(wire("\n" + HEAD + "l: 0\n\n"))).hasSize(1);
        assertThat(feed(wire("\n"))).isEmpty();
    }

    @Test
    void takesOneLineEndForThePongThatIsExpected() {
        framer.expectPong(true);
        assertThat(feed(wire("\n"))).containsExactly(new Incoming.Pong());
        assertThat(feed(wire("\n"))).as("half a ping").isEmpty();
        assertThat(feed(wire("\n"))).containsExactly(new Incoming.Ping());

        framer.expectPong(true);
        assertThat(feed(wire(HEAD + "l: 0\n\n"))).hasSize(1);
        assertThat(feed(wire("\n" + HEAD + "l: 0\n\n"))).first().isEqualTo(new Incoming.Pong());
        framer.expectPong(true);
        framer.expectPong(false);
        assertThat(feed(wire("\n\n"))).containsExactly(new Incoming.Ping());
    }

    @Test
    void goesOnAfterAMalformedMessage() {
        List<Incoming> read = feed(wire(HEAD + "Contact: <\nl: 0\n\n" + HEAD + "l: 0\n\n"));

        assertThat(read).hasSize(2);
        assertThat(read.get(0))
                .isInstanceOfSatisfying(
                        Incoming.Malformed.class, m -> assertThat(m.answer()).isNotNull());
        assertThat(read.get(1)).isInstanceOf(Incoming.Message.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Content-Length: x\n", "Content-Length: -1\n", "l: 99999999999\n"})
    void cannotCutWithoutContentLength(String line) {
        assertThatThrownBy(() -> feed(wire(HEAD + line + "\n")))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void refusesABodyOverTheLimit() {
        assertThatThrownBy(() -> feed(wire(HEAD + "l: " + (StreamFramer.MAX_BODY + 1) + "\n\n")))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        e -> assertThat(e.fault()).isEqualTo(Fault.TOO_LARGE));
    }

    @Test
    void refusesHeadersWithoutEnd() {
        byte[] line = wire("X: " + "x".repeat(1000) + "\n");
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 40; i++) {
                                assertThat(feed(line)).isEmpty();
                            }
                        })
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        e -> assertThat(e.fault()).isEqualTo(Fault.TOO_LARGE));
    }
}
