package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPolicyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "10.1.2.3",
                "203.0.113.7",
                "2001:db8::1",
                "64:ff9b::a01:203"
            })
    void theDefaultAllowsOrdinaryAddresses(String literal) {
        assertThat(new TargetPolicy(List.of()).refusal("host", ip(literal))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "169.254.169.254, link-local",
        "fe80::1, link-local",
        "::ffff:169.254.169.254, link-local",
        "64:ff9b::a9fe:a9fe, link-local",
        "2002:a9fe:a9fe::1, link-local",
        "::a9fe:a9fe, link-local",
        "224.0.0.1, multicast",
        "ff02::1, multicast",
        "255.255.255.255, broadcast",
        "0.0.0.0, unspecified",
        "0.1.2.3, unspecified",
        "::, unspecified"
    })
    void theDefaultRefusesWhatIsNobodysHost(String literal, String reason) {
        assertThat(new TargetPolicy(List.of()).refusal("meta.example", ip(literal)))
                .get()
                .asString()
                .startsWith("Connecting to meta.example (")
                .contains("net.allowed-targets")
                .contains(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.0/9, 10.128.0.0, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "[2001:db8::1], 2001:db8::1, true",
        "0.0.0.0/0, 169.254.1.1, true",
        "0.0.0.0/0, ::1, false",
        "loopback, 127.9.9.9, true",
        "loopback, ::1, true",
        "loopback, 192.0.2.1, false"
    })
    void addressEntriesAreCheckedByAddress(String entry, String literal, boolean allowed) {
        assertThat(new TargetPolicy(List.of(entry)).refusal("host", ip(literal)).isEmpty())
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "sip.example.com, sip.example.com, true",
        "sip.example.com, SIP.Example.com., true",
        "sip.example.com, a.sip.example.com, false",
        "*.example.com, a.b.example.com, true",
        "*.example.com, example.com, false",
        "*.example.com, badexample.com, false"
    })
    void nameEntriesAreCheckedByName(String entry, String host, boolean allowed) {
        TargetPolicy policy = new TargetPolicy(List.of("192.0.2.0/24", entry));

        assertThat(policy.refusal(host, ip("10.0.0.1")).isEmpty()).isEqualTo(allowed);
    }

    @Test
    void anAllowedNameMayNotLeadToALinkLocalAddress() {
        TargetPolicy policy = new TargetPolicy(List.of("*.example.com"));

        assertThat(policy.refusal("evil.example.com", ip("169.254.169.254"))).isPresent();
    }

    @Test
    void resolvesToTheAllowedAddressesOnly() throws Exception {
        TargetPolicy policy = policy(List.of(), "169.254.1.1", "192.0.2.1", "2001:db8::1");

        assertThat(policy.resolve("host.example", 1935))
                .containsExactly(
                        new InetSocketAddress(ip("192.0.2.1"), 1935),
                        new InetSocketAddress(ip("2001:db8::1"), 1935));
    }

    @Test
    void refusesAHostWithoutAnAllowedAddress() {
        TargetPolicy policy = policy(List.of("10.0.0.0/8"), "192.0.2.1");

        assertThatExceptionOfType(TargetRefusedException.class)
                .isThrownBy(() -> policy.resolve("host.example", 1935))
                .withMessage(
                        "Connecting to host.example (192.0.2.1) is not allowed by"
                                + " net.allowed-targets: no entry of the list matches it.");
    }

    @Test
    void saysInWordsThatAHostIsUnknown() {
        TargetPolicy policy =
                new TargetPolicy(
                        List.of(),
                        host -> {
                            throw new UnknownHostException(host);
                        });

        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> policy.resolve("nowhere.example", 1935))
                .withMessageStartingWith("The host nowhere.example is unknown");
    }

    @Test
    void addressesInOddSpellingsAreCheckedForWhatTheyMean() {
        TargetPolicy policy = new TargetPolicy(List.of());

        assertThatExceptionOfType(TargetRefusedException.class)
                .isThrownBy(() -> policy.resolve("2852039166", 80)); // 169.254.169.254
        assertThatExceptionOfType(TargetRefusedException.class)
                .isThrownBy(() -> policy.resolve("[::ffff:169.254.169.254]", 80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/x", "a b", "http://x", "*", "", "a.*.b"})
    void anEntryThatIsNoneIsNamed(String entry) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TargetPolicy(List.of(entry)))
                .withMessageContaining("net.allowed-targets: \"" + entry + "\"");
    }

    private static TargetPolicy policy(List<String> entries, String... answers) {
        List<InetAddress> addresses = Stream.of(answers).map(TargetPolicyTest::ip).toList();
        return new TargetPolicy(entries, _ -> addresses);
    }

    private static InetAddress ip(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
