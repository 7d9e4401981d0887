package io.sipcast.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
    private final Headers headers =
            Headers.builder()
                    .add("v", "SIP/2.0/UDP one;branch=1, SIP/2.0/UDP two;branch=2")
                    .add("X-Mine", "first")
                    .add("VIA", "SIP/2.0/UDP three;branch=3")
                    .add("x-mine", "second")
                    .build();

    @Test
    void findsByAnyCaseAndForm() {
        assertThat(headers.first("via")).startsWith("SIP/2.0/UDP one");
        assertThat(headers.all("V")).hasSize(2);
        assertThat(headers.values("Via")).hasSize(3);
        assertThat(headers.all("X-MINE")).containsExactly("first", "second");
        assertThat(headers.has("Subject")).isFalse();
    }

    @Test
    void keepsNamesItDoesNotKnow() {
        assertThat(headers.list())
                .extracting(Header::name)
                .containsExactly("Via", "X-Mine", "Via", "x-mine");
    }

    @Test
    void replacesInPlace() {
        assertThat(headers.with("X-MINE", "only").list())
                .extracting(Header::value)
                .containsExactly(
                        "SIP/2.0/UDP one;branch=1, SIP/2.0/UDP two;branch=2",
                        "only",
                        "SIP/2.0/UDP three;branch=3");
        assertThat(headers.withFirstValue("Via", "new").values("Via"))
                .containsExactly("new", "SIP/2.0/UDP two;branch=2", "SIP/2.0/UDP three;branch=3");
        assertThat(headers.plusFirst("Via", "new").values("Via")).hasSize(4).startsWith("new");
        assertThat(headers.without("v").all("Via")).isEmpty();
    }

    @Test
    void passesOverLinesWithoutAValue() {
        Headers odd = Headers.NONE.plus("Via", " ,").plus("Via", "one, two");

        assertThat(odd.firstValue("v")).isEqualTo("one");
        assertThat(odd.withFirstValue("v", "new").values("v")).containsExactly("new", "two");
        assertThat(odd.firstValue("Route")).isEmpty();
    }

    @Test
    void splitsAtCommasThatSeparate() {
        Headers contacts =
                Headers.NONE.plus(
                        "Contact",
                        "\"a, \\\"b\" <sip:a,b@c>;x=\"1,2\" ,, <sip:d>, sip:e;q=\"\\\\\",f");

        assertThat(contacts.values("m"))
                .containsExactly(
                        "\"a, \\\"b\" <sip:a,b@c>;x=\"1,2\"", "<sip:d>", "sip:e;q=\"\\\\\"", "f");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nVia: b", "a\nb", "a\rb"})
    void refusesWhatWouldBeginAnotherLine(String value) {
        assertThatThrownBy(() -> Headers.NONE.plus("Subject", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Subject");
        assertThatThrownBy(() -> new Header(value, "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new SipResponse(200, value, Headers.NONE, Bytes.copyOf(new byte[0])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Method(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDisplayNameCannotBecomeAHeader() {
        NameAddr name = new NameAddr("x\" <sip:evil>", SipUri.parse("sip:a@b"), Params.NONE);

        assertThat(name.print()).isEqualTo("\"x\\\" <sip:evil>\" <sip:a@b>");
        assertThat(NameAddr.parse("From", name.print())).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sip:a@b;tag=x                          |        | sip:a@b     | x",
                "<sip:a@b;lr>;tag=x                     |        | sip:a@b;lr  | x",
                "Alice <sip:a@b> ; tag = x              | Alice  | sip:a@b     | x",
                "A. B. (3rd floor) <sip:a@b>            | A. B. (3rd floor) | sip:a@b |",
                "\"\\\"q\\\"\" <sip:a@b>                | \"q\"  | sip:a@b     |",
                "Jörg <sip:a@b>                         | Jörg   | sip:a@b     |",
                "<tel:+1-201-555-0123>;tag=y            |        | tel:+1-201-555-0123 | y",
            })
    void readsAddresses(String text, String name, String uri, String tag) {
        NameAddr read = NameAddr.parse("From", text);

        assertThat(read.displayName()).isEqualTo(name);
        assertThat(read.uri().print()).isEqualTo(uri);
        assertThat(read.tag()).isEqualTo(tag);
        assertThat(NameAddr.parse("From", read.print())).isEqualTo(read);
    }

    @Test
    void readsAndFillsAVia() {
        Via via = Via.parse("SIP/2.0/UDP 10.1.1.1:4540;rport;branch=z9hG4bKkjshdyff");
        Via noted = via.receivedFrom("192.0.2.1", 9988);

        assertThat(via.hasRport()).isTrue();
        assertThat(via.rport()).isEqualTo(-1);
        assertThat(noted.print())
                .isEqualTo(
                        "SIP/2.0/UDP 10.1.1.1:4540;rport=9988;branch=z9hG4bKkjshdyff"
                                + ";received=192.0.2.1");
        assertThat(noted.rport()).isEqualTo(9988);
        assertThat(noted.received()).isEqualTo("192.0.2.1");
        assertThat(Via.parse("SIP/2.0/TCP host;branch=b").receivedFrom("host", 1).print())
                .isEqualTo("SIP/2.0/TCP host;branch=b");
    }

    @Test
    void readsIpv6InAVia() {
        Via via = Via.parse("SIP/2.0/UDP [2001:db8::9:1]:5070;received=[2001:db8::9:255];ttl=3");

        assertThat(via.host()).isEqualTo("2001:db8::9:1");
        assertThat(via.received()).isEqualTo("2001:db8::9:255");
        assertThat(via.ttl()).isEqualTo(3);
        assertThat(Via.parse(via.print())).isEqualTo(via);
        assertThat(Via.parse("SIP/2.0/UDP h;received=2001:db8::9:255").received())
                .isEqualTo("2001:db8::9:255");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SIP/2.0", "SIP/2.0/UDP", "SIP/2.0/UDP :5060", "SIP/2.0/UDP h:x"})
    void refusesABrokenVia(String text) {
        assertThatThrownBy(() -> Via.parse(text)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void keepsCredentialsOutOfLogs() {
        Headers secret = Headers.NONE.plus("Authorization", "Digest response=\"abc\"");

        assertThat(secret.toString()).doesNotContain("abc").contains("Authorization: ***");
        assertThat(secret.values("authorization")).isEqualTo(List.of("Digest response=\"abc\""));
    }
}
