package io.sipcast.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.sdp.SessionDescription;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every message of RFC 4475 at the parser; what the engine answers is in {@code sip}. */
class Rfc4475Test {
    /** The status that answers it, 0 where nothing does: a response, or nobody can be told. */
    private static final Map<String, Integer> REFUSED =
            Map.ofEntries(
                    Map.entry("badinv01", 0), // its Via cannot be read
                    Map.entry("clerr", 400),
                    Map.entry("ncl", 400),
                    Map.entry("scalar02", 0), // its CSeq cannot be copied
                    Map.entry("scalarlg", 0),
                    Map.entry("quotbal", 0), // its To cannot be copied
                    Map.entry("ltgtruri", 400),
                    Map.entry("lwsruri", 400),
                    Map.entry("lwsstart", 400),
                    Map.entry("trws", 400),
                    Map.entry("regbadct", 400),
                    Map.entry("baddn", 0), // its To cannot be copied
                    Map.entry("badvers", 0), // its Via cannot be read
                    Map.entry("mismatch01", 400),
                    Map.entry("mismatch02", 400),
                    Map.entry("bigcode", 0),
                    Map.entry("insuf", 0), // no From, To or Call-ID to copy
                    Map.entry("multi01", 400),
                    Map.entry("mcl01", 400));

    static Stream<String> accepted() {
        return Rfc4475.messages().keySet().stream().filter(name -> !REFUSED.containsKey(name));
    }

    static Set<String> refused() {
        return REFUSED.keySet();
    }

    @Test
    void allAreHere() {
        assertThat(Rfc4475.messages())
                .hasSize(49)
                .containsKeys(REFUSED.keySet().toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void isPrintedAsItWasMeant(String name) {
        SipMessage message = SipParser.parse(Rfc4475.message(name));

        assertThat(SipParser.parse(message.print())).isEqualTo(message);
        assertThat(message.callId()).startsWith(name.equals("mpart01") ? "3d9485ad" : name + ".");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefusedAsTheRfcSays(String name) {
        Incoming read = SipParser.read(Rfc4475.message(name));

        assertThat(read).isInstanceOf(Incoming.Malformed.class);
        SipResponse answer = ((Incoming.Malformed) read).answer();
        assertThat(answer == null ? 0 : answer.status()).isEqualTo(REFUSED.get(name));
    }

    /** On a stream the same bytes are cut into messages, or end the connection. */
    @ParameterizedTest
    @MethodSource("names")
    void isNothingWorseOnAStream(String name) {
        StreamFramer framer = new StreamFramer();
        framer.append(ByteBuffer.wrap(Rfc4475.message(name)));
        try {
            while (framer.next() != null) {
                // Whatever it is.
            }
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    static Set<String> names() {
        return Rfc4475.messages().keySet();
    }

    // What the RFC says about single ones.

    @Test
    void wsinv() {
        SipRequest invite = request("wsinv");

        assertThat(invite.method()).isEqualTo(Method.INVITE);
        assertThat(invite.to().tag()).isEqualTo("1918181833n");
        assertThat(invite.from().displayName()).isEqualTo("J Rosenberg \\\"");
        assertThat(invite.from().tag()).isEqualTo("98asjd8");
        assertThat(invite.cseq()).isEqualTo(new CSeq(9, Method.INVITE));
        assertThat(invite.headers().first("Max-Forwards")).isEqualTo("0068");
        assertThat(invite.vias().stream().map(Via::branch))
                .containsExactly("390skdjuw", "z9hG4bK9ikj8", "z9hG4bK30239");
        assertThat(invite.vias().stream().map(Via::transport)).containsExactly("UDP", "TCP", "UDP");
        assertThat(invite.headers().first("Subject")).isEmpty();
        assertThat(invite.headers().first("NewFangledHeader"))
                .isEqualTo("newfangled value continued newfangled value");
        assertThat(invite.headers().first("UnknownHeaderWithUnusualValue")).isEqualTo(";;,,;;,;");
        assertThat(invite.routes()).hasSize(1);
        NameAddr contact = invite.contacts().getFirst();
        assertThat(contact.displayName()).isEqualTo("Quoted string \"\"");
        assertThat(contact.print()).contains("newparam=newvalue;secondparam;q=0.33");
        assertThat(invite.body().size()).isEqualTo(150);
    }

    @Test
    void intmeth() {
        SipRequest request = request("intmeth");

        assertThat(request.method().name())
                .isEqualTo("!interesting-Method0123456789_*+`.%indeed'~");
        assertThat(request.to().displayName()).isEqualTo("BEL:\u0007 NUL:\0 DEL:\u007F");
        assertThat(request.from().displayName()).isEqualTo("token1~` token2'+_ token3*%!.-");
        assertThat(request.from().print()).contains("работающий");
        assertThat(request.from().tag()).isEqualTo("_token~1'+`*%!-.");
        assertThat(request.via().branch()).isEqualTo("z9hG4bK-.!%66*_+`'~");
        assertThat(request.headers().first("extensionHeader-!.%*+_`'~")).isEqualTo("\uFEFF大停電");
    }

    @Test
    void esc01() {
        SipRequest request = request("esc01");
        SipUri uri = (SipUri) request.uri();

        assertThat(uri.host()).isEqualTo("example.net");
        assertThat(uri.print()).startsWith("sip:sips%3Auser%40example.com@example.net");
        assertThat(request.to().uri()).isEqualTo(Uri.parse("sip:user@example.com"));
        assertThat(request.contacts().getFirst().uri())
                .isEqualTo(Uri.parse("sip:caller@host5.example.net;lr;name=value%25%34%31"));
    }

    @Test
    void escapesHaveNoMeaningOutsideUris() {
        SipRequest request = request("esc02");

        assertThat(request.method().name()).isEqualTo("RE%47IST%45R");
        assertThat(request.to().displayName()).isEqualTo("%Z%45");
        assertThat(request.contacts()).hasSize(2);
        assertThat(request.headers().first("C%6Fntact")).isNotNull();
        assertThat(request("escnull").contacts()).hasSize(2);
        assertThat(request("escnull").contacts().getFirst().uri())
                .isNotEqualTo(request("escnull").contacts().getLast().uri());
    }

    @Test
    void whatFollowsTheBodyIsIgnored() {
        assertThat(request("dblreq").method().name()).isEqualTo("REGISTER");
        assertThat(request("dblreq").body().size()).isZero();
    }

    @Test
    void longreq() {
        SipRequest invite = request("longreq");

        assertThat(invite.vias()).hasSize(34);
        assertThat(invite.via().host()).isEqualTo("sip33.example.com");
        assertThat(invite.vias().getLast().received()).isEqualTo("192.0.2.5");
        assertThat(invite.callId()).hasSize("longreq.one".length() + 120 + "longcallid".length());
    }

    @Test
    void lwsdispSemiuriTransports() {
        assertThat(request("lwsdisp").from().displayName()).isEqualTo("caller");
        assertThat(request("semiuri").uri().print())
                .isEqualTo("sip:user;par=u%40example.net@example.com");
        assertThat(request("transports").vias().stream().map(Via::transport))
                .containsExactly("UDP", "SCTP", "TLS", "UNKNOWN", "TCP");
    }

    @Test
    void mpart01() {
        Bytes body = request("mpart01").body();

        assertThat(body.size()).isEqualTo(553);
        assertThat(new String(body.toArray(), UTF_8)).endsWith("--7a9cbec02ceef655--\r\n");
    }

    @Test
    void reasonPhrases() {
        assertThat(((SipResponse) SipParser.parse(Rfc4475.message("unreason"))).reason())
                .isEqualTo("= 2**3 * 5**2 но сто девяносто девять - простое");
        assertThat(((SipResponse) SipParser.parse(Rfc4475.message("noreason"))).reason()).isEmpty();
    }

    @Test
    void spacesInAngleBracketsAreIgnored() {
        NameAddr to = request("badaspec").to();

        assertThat(to.displayName()).isEqualTo("Watson, Thomas");
        assertThat(to.uri()).isEqualTo(Uri.parse("sip:t.watson@example.org"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wsinv", "esc01", "longreq", "unreason", "bcast", "sdp01", "inv2543"})
    void theirSdpIsRead(String name) {
        Bytes sdp = SipParser.parse(Rfc4475.message(name)).body();

        assertThat(SessionDescription.parse(sdp.toArray()).media()).isNotEmpty();
    }

    private static SipRequest request(String name) {
        return (SipRequest) SipParser.parse(Rfc4475.message(name));
    }
}
