package io.sipcast.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipUriTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:alice@atlanta.com",
                "sip:alice:secretword@atlanta.com;transport=tcp",
                "sips:alice@atlanta.com?subject=project%20x&priority=urgent",
                "sip:+1-212-555-1212:1234@gateway.com;user=phone",
                "sips:1212@gateway.com",
                "sip:alice@192.0.2.4",
                "sip:atlanta.com;method=REGISTER?to=alice%40atlanta.com",
                "sip:alice;day=tuesday@atlanta.com",
                "sip:user;par=u%40example.net@example.com:5061",
                "sip:a/b?c=d@example.com;lr;x=y",
                "sip:[2001:db8::10]:5070",
                "sip:caller@[2001:db8::9:1];maddr=[::1]",
                "sip:[::ffff:192.0.2.10]",
                "sip:null-%00-null@example.com",
                "tel:+358-555-1234567;postd=pp22",
                "tel:7042;phone-context=example.com",
                "urn:service:sos"
            })
    void printsWhatItParsed(String text) {
        assertThat(Uri.parse(text).print()).isEqualTo(text);
        assertThat(Uri.parse(Uri.parse(text).print())).isEqualTo(Uri.parse(text));
    }

    @Test
    void readsAllParts() {
        SipUri uri = SipUri.parse("SIPS:%61lice:pw@[2001:DB8::1]:5061;lr;Transport=tcp?a=b&c=");

        assertThat(uri.secure()).isTrue();
        assertThat(uri.user()).isEqualTo("alice");
        assertThat(uri.password()).isEqualTo("pw");
        assertThat(uri.host()).isEqualTo("2001:DB8::1");
        assertThat(uri.port()).isEqualTo(5061);
        assertThat(uri.lr()).isTrue();
        assertThat(uri.transport()).isEqualTo("tcp");
        assertThat(uri.headers().value("c")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sip:%61lice@atlanta.com;transport=TCP, sip:alice@AtlanTa.CoM;Transport=tcp, true",
        "sip:carol@chicago.com, sip:carol@chicago.com;newparam=5, true",
        "sip:carol@chicago.com;security=on, sip:carol@chicago.com;newparam=5, true",
        "sip:b.com;transport=tcp;method=A?to=x, sip:b.com;method=A;transport=tcp?to=x, true",
        "sip:a@b.com?subject=x&priority=y, sip:a@b.com?priority=y&subject=x, true",
        "SIP:ALICE@a.com;Transport=udp, sip:alice@a.com;Transport=UDP, false",
        "sip:bob@biloxi.com, sip:bob@biloxi.com:5060, false",
        "sip:bob@biloxi.com, sip:bob@biloxi.com;transport=udp, false",
        "sip:bob@biloxi.com, sip:bob@biloxi.com:6000;transport=tcp, false",
        "sip:carol@chicago.com, sip:carol@chicago.com?Subject=next, false",
        "sip:bob@phone21.boxesbybob.com, sip:bob@192.0.2.4, false",
        "sip:a@b.com;security=on, sip:a@b.com;security=off, false",
        "sip:a@b.com, sips:a@b.com, false",
        "sip:a@b.com, tel:+1, false",
        "sip:a%3Bb@c.com, sip:a;b@c.com, false",
    })
    void comparesAsTheRfcSays(String one, String other, boolean same) {
        assertThat(SipUri.parse(one).matches(Uri.parse(other))).isEqualTo(same);
        if (Uri.parse(other) instanceof SipUri uri) {
            assertThat(uri.matches(SipUri.parse(one))).isEqualTo(same);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sip:",
                "sip",
                "alice@atlanta.com",
                "1ip:x",
                "sip:@host",
                "sip:a@",
                "sip:a@b@c",
                "sip:a@host:",
                "sip:a@host:0",
                "sip:a@host:65536",
                "sip:a@host:5x",
                "sip:a@[::1",
                "sip:a@[1:2:3]",
                "sip:a@[g::1]",
                "sip:a@ho st",
                "sip:a b@host",
                "sip:a%@host",
                "sip:a%4g@host",
                "sip:a@host;",
                "sip:a@host;;lr",
                "sip:a@host;=x",
                "sip:a@host?",
                "sip:a@host;x=<y>",
                "tel:",
                "tel:+",
                "tel:12 34",
                "tel:joe",
                "urn:",
                "urn:a\u0000b"
            })
    void refusesWhatIsNoUri(String text) {
        assertThatThrownBy(() -> Uri.parse(text)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void escapesTheUserOfAPerson() {
        SipUri uri = SipUri.of("50% off@home\r\nVia: x", "example.com", SipUri.NO_PORT);

        assertThat(uri.print()).isEqualTo("sip:50%25%20off%40home%0D%0AVia%3A%20x@example.com");
        assertThat(uri.userText()).isEqualTo("50% off@home\r\nVia: x");
        assertThat(SipUri.parse(uri.print())).isEqualTo(uri);
    }

    @Test
    void escapesWhatDialStringsLeavePlain() {
        assertThat(SipUri.parse("sip:*98#@host").print()).isEqualTo("sip:*98%23@host");
        assertThat(SipUri.parse("sip:jörg@host").userText()).isEqualTo("jörg");
    }

    @Test
    void keepsThePasswordOutOfLogs() {
        SipUri uri = SipUri.parse("sip:alice:hidden@host");

        assertThat(uri.toString()).isEqualTo("sip:alice:***@host");
        assertThat(NameAddr.of(uri).toString()).doesNotContain("hidden");
    }

    @Test
    void dialsWithoutVisualSeparators() {
        assertThat(((TelUri) Uri.parse("tel:+1-(201)-555.0123")).dialled())
                .isEqualTo("+12015550123");
    }

    @Test
    void refusesPartsThatWouldNotParse() {
        assertThatThrownBy(() -> SipUri.of("a", "host;lr", SipUri.NO_PORT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SipUri.of("a", "host", 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SipUri.of("", "host", 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
