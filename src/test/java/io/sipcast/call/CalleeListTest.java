package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.SipUri;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalleeListTest {
    private static boolean allows(String pattern, String callee) {
        return new CalleeList(List.of(pattern)).allows(SipUri.parse(callee));
    }

    @Test
    void noneMeansEverybody() {
        assertThat(CalleeList.EVERYBODY.allows(SipUri.parse("sip:+900@example.com"))).isTrue();
    }

    @Test
    void oneOfThemIsEnough() {
        CalleeList list = new CalleeList(List.of("100", "+49*"));

        assertThat(list.allows(SipUri.parse("sip:+4930123@example.com"))).isTrue();
        assertThat(list.allows(SipUri.parse("sip:101@example.com"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "100, sip:100@example.com",
        "+49*, sip:+4930123@example.com;user=phone",
        "+49*, sip:%2B4930123@example.com",
        "*, sip:anybody@example.com;transport=tcp",
        "BOB, sip:bob@example.com",
        "*@example.com, sip:bob@EXAMPLE.com.:5070",
        "*@example.com, sip:example.com",
        "bob@*.example.com, sip:bob@pbx.example.com",
        "*@example.com:5070, sip:bob@example.com:5070",
        "*@example.com:5060, sip:bob@example.com",
        "*@[2001:db8::1], sip:bob@[2001:db8::1]",
        "*@192.0.2.*, sip:bob@192.0.2.7",
        "sip:bob@*, sip:bob@example.com",
        "sip:bob@example.com, sip:bob:password@example.com?X=1",
        "sip:bob@example.com;maddr=192.0.2.1, sip:bob@example.com;maddr=192.0.2.1"
    })
    void doesAllow(String pattern, String callee) {
        assertThat(allows(pattern, callee)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "100, sip:1000@example.com",
        "100, sip:+100@example.com",
        "1.0, sip:100@example.com",
        "+49*, sip:+1900123@example.com",
        "49*, sip:49;phone-context=+1900@example.com",
        "*@example.com, sip:bob@example.org",
        "*@example.com, sip:bob@example.com.evil.org",
        "*@example.com, sip:bob%40example.com@evil.org",
        "bob@*, sip:alice@example.com",
        "bob@*, sip:bob%40x@example.com",
        "*@example.com:5070, sip:bob@example.com",
        "*, sip:bob@example.com;maddr=192.0.2.1",
        "*@example.com, sip:bob@example.com;maddr=192.0.2.1",
        "sip:bob@*, sip:bob@example.com;maddr=192.0.2.1",
        "sips:*@*, sip:bob@example.com"
    })
    void doesNotAllow(String pattern, String callee) {
        assertThat(allows(pattern, callee)).isFalse();
    }
}
