package io.sipcast.sip.message;

import static io.sipcast.sip.message.Text.HEADERS;
import static io.sipcast.sip.message.Text.wire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The kinds of wrong messages of RFC 4475 §3.1.2 and §3.3. */
class TortureTest {
    private static final String LINE = "OPTIONS sip:b@example.com SIP/2.0\n";
    private static final int NO_ANSWER = 0;

    /**
     * What is wrong.
     *
     * @param answer the status that answers it, if any can
     */
    record Wrong(String what, int answer, Fault fault, String message) {
        @Override
        public String toString() {
            return what;
        }
    }

    static final List<Wrong> WRONG =
            List.of(
                    header("semicolons without parameters", 400, "Contact: <sip:a@b>;;,;,,\n"),
                    header("Content-Length below zero", 400, "Content-Length: -999\n"),
                    header("Content-Length twice", 400, "Content-Length: 0\nl: 0\n"),
                    header("Max-Forwards over 255", 400, "Max-Forwards: 300\n"),
                    header("Call-ID twice", 400, "Call-ID: other\n"),
                    header("From twice", 400, "f: <sip:c@example.com>;tag=2\n"),
                    header("To twice", 400, "To: <sip:c@example.com>\n"),
                    header("CSeq twice", 400, "CSeq: 8 OPTIONS\n"),
                    header("quote without end", 400, "Contact: \"Joe <sip:joe@example.org>\n"),
                    header("bracket without end", 400, "Contact: <sip:joe@example.org\n"),
                    header(
                            "escaped header outside brackets",
                            400,
                            "Contact: sip:u@e.com?Route=x\n"),
                    header("space in a URI", 400, "Contact: <sip:u@example.com; lr>\n"),
                    header("comma in a bare name", 400, "Contact: Bell, Al <sip:a@b>\n"),
                    header("no colon", 400, "Contact\n"),
                    header("no name", 400, ": value\n"),
                    header("escape cut short", 400, "Route: <sip:a%4@example.com>\n"),
                    header("port too high", 400, "Route: <sip:example.com:70000>\n"),
                    header("IPv6 without brackets", 400, "Route: <sip:2001:db8::10>\n"),
                    header("IPv6 that is none", 400, "Route: <sip:[2001:db8::1::]>\n"),
                    instead("unknown Via version", NO_ANSWER, "SIP/2.0/UDP", "SIP/3.0/UDP"),
                    instead("CSeq of another method", 400, "7 OPTIONS", "7 INVITE"),
                    instead(
                            "CSeq over 31 bits",
                            NO_ANSWER,
                            "7 OPTIONS",
                            "36893488147419103232 OPTIONS"),
                    instead("CSeq without a method", NO_ANSWER, "7 OPTIONS", "7"),
                    instead("no To", NO_ANSWER, "To: <sip:b@example.com>\n", ""),
                    instead("no Via", NO_ANSWER, "Via", "X-Via"),
                    instead("empty Call-ID", NO_ANSWER, "c@192.0.2.2", ""),
                    instead("To that is no address", NO_ANSWER, "<sip:b@example.com>", "<b>"),
                    line("URI in brackets", 400, "OPTIONS <sip:b@example.com> SIP/2.0"),
                    line("space in the URI", 400, "OPTIONS sip:b@example.com; lr SIP/2.0"),
                    line("two spaces", 400, "OPTIONS  sip:b@example.com SIP/2.0"),
                    line("space at the end", 400, "OPTIONS sip:b@example.com SIP/2.0 "),
                    line("no version", 400, "OPTIONS sip:b@example.com"),
                    line("method that is no token", 400, "OPT(IONS sip:b@example.com SIP/2.0"),
                    line("URI without scheme", 400, "OPTIONS b@example.com SIP/2.0"),
                    line("ACK is never answered", NO_ANSWER, "ACK <sip:b@example.com> SIP/2.0"),
                    line("status too high", NO_ANSWER, "SIP/2.0 4294967301 better not"),
                    line("status too low", NO_ANSWER, "SIP/2.0 099 OK"),
                    line("status of two digits", NO_ANSWER, "SIP/2.0 20 OK"),
                    new Wrong(
                            "version of tomorrow",
                            505,
                            Fault.UNSUPPORTED,
                            "OPTIONS sip:b@example.com SIP/7.0\n" + HEADERS + "\n"),
                    new Wrong(
                            "body shorter than Content-Length",
                            400,
                            Fault.TRUNCATED,
                            LINE + HEADERS + "Content-Length: 9999\n\nshort"),
                    new Wrong("no empty line", 400, Fault.TRUNCATED, LINE + HEADERS));

    private static Wrong header(String what, int answer, String lines) {
        return new Wrong(what, answer, Fault.MALFORMED, LINE + HEADERS + lines + "\n");
    }

    private static Wrong instead(String what, int answer, String right, String wrong) {
        Fault fault = what.contains("version") ? Fault.UNSUPPORTED : Fault.MALFORMED;
        return new Wrong(what, answer, fault, LINE + HEADERS.replace(right, wrong) + "\n");
    }

    private static Wrong line(String what, int answer, String firstLine) {
        return new Wrong(what, answer, Fault.MALFORMED, firstLine + "\n" + HEADERS + "\n");
    }

    @ParameterizedTest
    @FieldSource("WRONG")
    void isRefusedAndAnsweredWherePossible(Wrong wrong) {
        byte[] bytes = wire(wrong.message());

        assertThatThrownBy(() -> SipParser.parse(bytes))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        e -> assertThat(e.fault()).isEqualTo(wrong.fault()));
        SipResponse answer = ((Incoming.Malformed) SipParser.read(bytes)).answer();
        assertThat(answer == null ? NO_ANSWER : answer.status()).isEqualTo(wrong.answer());
    }

    @ParameterizedTest
    @FieldSource("WRONG")
    void itsAnswerIsAProperResponse(Wrong wrong) {
        SipResponse answer = ((Incoming.Malformed) SipParser.read(wire(wrong.message()))).answer();
        if (answer != null) {
            assertThat(SipParser.parse(answer.print())).isEqualTo(answer);
            assertThat(answer.via().branch()).isEqualTo("z9hG4bK1");
            assertThat(answer.to().tag()).isNotEmpty();
        }
    }

    @Test
    void isNotKeptBusyByEndlessHeaders() {
        byte[] bytes = wire(LINE + HEADERS + "x:\n".repeat(20_000) + "\n");

        assertThat(SipParser.read(bytes))
                .isInstanceOfSatisfying(
                        Incoming.Malformed.class,
                        m -> {
                            assertThat(m.reason().fault()).isEqualTo(Fault.TOO_LARGE);
                            assertThat(m.answer()).isNull();
                        });
    }

    @Test
    void saysWhatIsWrongOnOneShortLine() {
        byte[] bytes =
                wire(LINE + HEADERS + "Contact: <sip:\u0001\u001b[2J" + "x".repeat(500) + "\n\n");

        ProtocolException reason = ((Incoming.Malformed) SipParser.read(bytes)).reason();

        assertThat(reason.getMessage()).startsWith("Contact: '>' expected").hasSizeLessThan(120);
        assertThat(Objects.requireNonNull(reason.getMessage()).chars()).allMatch(c -> c >= ' ');
    }
}
