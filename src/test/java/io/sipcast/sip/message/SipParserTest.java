package io.sipcast.sip.message;

import static io.sipcast.sip.message.Text.HEADERS;
import static io.sipcast.sip.message.Text.options;
import static io.sipcast.sip.message.Text.parse;
import static io.sipcast.sip.message.Text.request;
import static io.sipcast.sip.message.Text.response;
import static io.sipcast.sip.message.Text.wire;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class SipParserTest {
    /** RFC 3261 §7 and the oddities of RFC 4475 §3.1.1.1: all of it is allowed. */
    private static final String ODD =
            """
            INVITE sip:vivekg@chair.example.com;unknownparam SIP/2.0
            TO :
             sip:vivekg@chair.example.com ;   tag    = 1918181833n
            from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>
              ;
              tag = 98asjd8
            MaX-fOrWaRdS: 0068
            Call-ID: wsinv.ndaksdj@192.0.2.1
            cseq: 0009
              INVITE
            Via  : SIP  /   2.0
             /UDP
                192.0.2.2;branch=390skdjuw
            s :
            NewFangledHeader:   newfangled value
             continued newfangled value
            UnknownHeaderWithUnusualValue: ;;,,;;,;
            Route:
             <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
            v:  SIP  / 2.0  / TCP     spindle.example.com   ;
              branch  =   z9hG4bK9ikj8  ,
             SIP  /    2.0   / UDP  192.168.255.111   ; branch=
             z9hG4bK30239
            m:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =
                  newvalue ;
              secondparam ; q = 0.33
            l: 0

            """;

    @Test
    void readsTheExampleOfTheRfc() {
        SipRequest invite =
                request(
                        """
                        INVITE sip:bob@biloxi.com SIP/2.0
                        Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bK776asdhds
                        Max-Forwards: 70
                        To: Bob <sip:bob@biloxi.com>
                        From: Alice <sip:alice@atlanta.com>;tag=1928301774
                        Call-ID: a84b4c76e66710@pc33.atlanta.com
                        CSeq: 314159 INVITE
                        Contact: <sip:alice@pc33.atlanta.com>
                        X-Odd: as  it came
                        Content-Type: application/sdp
                        Content-Length: 3

                        v=0, and more than the length says
                        """);

        assertThat(invite.method()).isEqualTo(Method.INVITE);
        assertThat(invite.uri()).isEqualTo(SipUri.of("bob", "biloxi.com", SipUri.NO_PORT));
        assertThat(invite.via().branch()).isEqualTo("z9hG4bK776asdhds");
        assertThat(invite.from().displayName()).isEqualTo("Alice");
        assertThat(invite.from().tag()).isEqualTo("1928301774");
        assertThat(invite.to().tag()).isNull();
        assertThat(invite.callId()).isEqualTo("a84b4c76e66710@pc33.atlanta.com");
        assertThat(invite.cseq()).isEqualTo(new CSeq(314159, Method.INVITE));
        assertThat(invite.contacts()).hasSize(1);
        assertThat(invite.headers().first("x-odd")).isEqualTo("as  it came");
        assertThat(invite.maxForwards()).hasValue(70);
        assertThat(invite.hasBody("Application/SDP")).isTrue();
        assertThat(new String(invite.body().toArray(), UTF_8)).isEqualTo("v=0");
    }

    @Test
    void readsFoldedCompactAndSpacedHeaders() {
        SipRequest odd = request(ODD);

        assertThat(odd.to().tag()).isEqualTo("1918181833n");
        assertThat(odd.from().displayName()).isEqualTo("J Rosenberg \\\"");
        assertThat(odd.from().tag()).isEqualTo("98asjd8");
        assertThat(odd.maxForwards()).hasValue(68);
        assertThat(odd.cseq()).isEqualTo(new CSeq(9, Method.INVITE));
        assertThat(odd.vias())
                .extracting(Via::host, Via::branch)
                .containsExactly(
                        tuple("192.0.2.2", "390skdjuw"),
                        tuple("spindle.example.com", "z9hG4bK9ikj8"),
                        tuple("192.168.255.111", "z9hG4bK30239"));
        assertThat(odd.headers().first("Subject")).isEmpty();
        assertThat(odd.headers().first("newfangledheader"))
                .isEqualTo("newfangled value continued newfangled value");
        assertThat(odd.headers().first("UnknownHeaderWithUnusualValue")).isEqualTo(";;,,;;,;");
        assertThat(odd.routes())
                .containsExactly(
                        NameAddr.of(
                                Uri.parse(
                                        "sip:services.example.com;lr;unknownwith=value"
                                                + ";unknown-no-value")));
        assertThat(odd.contacts().getFirst().params().value("q")).isEqualTo("0.33");
        assertThat(odd.contacts().getFirst().displayName()).isEqualTo("Quoted string \"\"");
    }

    @Test
    void printsWhatItParsed() {
        assertThat(SipParser.parse(request(ODD).print())).isEqualTo(request(ODD));
    }

    @Test
    void takesAnyTokenForAMethod() {
        String odd = "!interesting-Method0123456789_*+`.%indeed'~";
        SipRequest read =
                request(
                        odd
                                + " sip:b@example.com SIP/2.0\n"
                                + HEADERS.replace("OPTIONS", odd)
                                + "\n");

        assertThat(read.method()).isEqualTo(new Method(odd));
        assertThat(read.method()).isNotEqualTo(Method.OPTIONS);
    }

    @Test
    void readsUtf8AndEmptyReasons() {
        assertThat(response("SIP/2.0 200 = 2**3 * 5**2 но\n" + HEADERS + "\n").reason())
                .isEqualTo("= 2**3 * 5**2 но");
        assertThat(response("SIP/2.0 100 \n" + HEADERS + "\n").reason()).isEmpty();
        assertThat(response("SIP/2.0 100\n" + HEADERS + "\n").status()).isEqualTo(100);
    }

    @Test
    void takesTheRestOfADatagramForTheBodyWithoutContentLength() {
        SipRequest read =
                request("OPTIONS sip:b@example.com SIP/2.0\n" + HEADERS + "\nall\nof this");

        assertThat(new String(read.body().toArray(), UTF_8)).isEqualTo("all\r\nof this");
    }

    @Test
    void readsLinesThatEndInABareLf() {
        String text = "OPTIONS sip:b@example.com SIP/2.0\n" + HEADERS + "Content-Length: 2\n\nhi";

        assertThat(SipParser.parse(text.getBytes(UTF_8))).isEqualTo(parse(text));
    }

    @Test
    void skipsEmptyLinesBeforeTheFirst() {
        assertThat(parse("\n\nOPTIONS sip:b@example.com SIP/2.0\n" + HEADERS + "\n"))
                .isEqualTo(options(""));
    }

    @Test
    void ignoresNumbersItCannotUse() {
        assertThat(options("Expires: 99999999999999\n").expires()).hasValue(0xFFFF_FFFFL);
        assertThat(options("Expires: soon\n").expires()).isEmpty();
        assertThat(options("").expires()).isEmpty();
        assertThat(options("Retry-After: 120 (in a meeting);duration=3600\n").retryAfter())
                .hasValue(120);
    }

    @Test
    void knowsTheStar() {
        SipRequest star = options("Contact: *\n");

        assertThat(star.contacts()).isEmpty();
        assertThat(star.headers().first("m")).isEqualTo("*");
    }

    @Test
    void keepsSchemesItDoesNotKnow() {
        SipRequest read = request("OPTIONS nobody:odd/thing SIP/2.0\n" + HEADERS + "\n");

        assertThat(read.uri()).isEqualTo(new OtherUri("nobody", "odd/thing"));
        assertThat(SipParser.parse(read.print())).isEqualTo(read);
    }

    @Test
    void readNeverThrows() {
        assertThat(SipParser.read(wire("junk"))).isInstanceOf(Incoming.Malformed.class);
        assertThat(SipParser.read(wire("\nx"))).isInstanceOf(Incoming.Malformed.class);
    }

    @Test
    void knowsKeepAlives() {
        assertThat(SipParser.read(new byte[0])).isEqualTo(new Incoming.Ping());
        assertThat(SipParser.read(new byte[4])).isEqualTo(new Incoming.Ping());
        assertThat(SipParser.read(wire("\n\n"))).isEqualTo(new Incoming.Ping());
    }
}
