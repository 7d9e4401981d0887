package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sipcast.sip.message.Uri;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/** Servers of SIP domains from a name server on loopback, in virtual time. */
class DnsDirectoryTest {
    private final AtomicLong clock = new AtomicLong();
    private final ExecutorService mayWait = Executors.newVirtualThreadPerTaskExecutor();
    private final DnsStub dns = new DnsStub();
    private Path hosts;
    private List<Name> search = List.of();
    private Duration patience = Duration.ofSeconds(5);

    DnsDirectoryTest(@TempDir Path folder) throws IOException {
        hosts = folder.resolve("hosts");
    }

    @BeforeEach
    void records() {
        dns.record(
                        "example.com",
                        60,
                        "NAPTR",
                        "10 10 \"s\" \"SIP+D2T\" \"\" _sip._tcp.example.com.")
                .record("_sip._tcp.example.com", 60, "SRV", "1 0 5070 a.example.com.")
                .record("_sip._tcp.example.com", 60, "SRV", "2 0 5080 b.example.com.")
                .record("a.example.com", 60, "A", "192.0.2.1")
                .record("a.example.com", 60, "AAAA", "2001:db8::1")
                .record("b.example.com", 60, "CNAME", "c.example.net.")
                .record("c.example.net", 60, "A", "192.0.2.2");
    }

    @AfterEach
    void close() throws IOException {
        mayWait.close();
        dns.close();
    }

    @Test
    void naptrLeadsToSrvAndSrvToAddresses() throws Exception {
        assertThat(targets("sip:bob@example.com"))
                .containsExactly(
                        "tcp:192.0.2.1:5070", "tcp:[2001:db8::1]:5070", "tcp:192.0.2.2:5080");
    }

    @Test
    void anAnswerIsRememberedForItsTimeToLive() throws Exception {
        ServerLocator locator = locator();
        locate(locator, "sip:bob@a.example.com:5060");
        clock.addAndGet(Duration.ofSeconds(59).toNanos());
        dns.forget("a.example.com");
        dns.record("a.example.com", 60, "A", "192.0.2.99");

        assertThat(locate(locator, "sip:bob@a.example.com:5060"))
                .containsExactly("udp:192.0.2.1:5060", "udp:[2001:db8::1]:5060");
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(locate(locator, "sip:bob@a.example.com:5060"))
                .containsExactly("udp:192.0.2.99:5060");
        assertThat(dns.asked()).hasSize(4);
    }

    @Test
    void aNoIsRememberedToo() throws Exception {
        ServerLocator locator = locator();
        unknown(locator, "sip:bob@late.example.com:5060");
        dns.record("late.example.com", 60, "A", "192.0.2.5");

        clock.addAndGet(Duration.ofSeconds(29).toNanos()); // the zone's SOA says 30 s
        unknown(locator, "sip:bob@late.example.com:5060");
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(locate(locator, "sip:bob@late.example.com:5060"))
                .containsExactly("udp:192.0.2.5:5060");
    }

    @Test
    void saysThatThereIsNoSuchName() {
        assertThat(unknown(locator(), "sip:bob@nowhere.example.com"))
                .isEqualTo(
                        "The host nowhere.example.com is unknown: its name does not resolve to an"
                                + " address (DNS has no such name).");
    }

    @Test
    void saysThatANameHasNoAddress() {
        dns.record("mail.example.com", 60, "TXT", "hello");

        assertThat(unknown(locator(), "sip:bob@mail.example.com"))
                .endsWith("does not resolve to an address (DNS has none for it).");
    }

    @Test
    void saysThatTheServerFailed() {
        dns.fail("broken.example.com", Rcode.SERVFAIL);

        assertThat(unknown(locator(), "sip:bob@broken.example.com:5060"))
                .isEqualTo(
                        "The host broken.example.com cannot be looked up: the DNS server "
                                + "127.0.0.1:"
                                + dns.address().getPort()
                                + " says SERVFAIL.");
    }

    @Test
    void saysThatTheServerDoesNotAnswerAndAsksItTwice() {
        dns.silent = true;
        patience = Duration.ofMillis(100);

        assertThat(unknown(locator(), "sip:bob@a.example.com:5060"))
                .startsWith("The host a.example.com cannot be looked up: the DNS server 127.0.0.1:")
                .endsWith(" does not answer.");
        assertThat(dns.asked().stream().filter("udp A a.example.com"::equals)).hasSize(2);
    }

    @Test
    void aLookUpThatTakesTooLongIsGivenUp() {
        dns.silent = true;
        patience = Duration.ofSeconds(1);
        ServerLocator impatient = locator(Duration.ofMillis(300));

        assertThat(unknown(impatient, "sip:bob@example.com"))
                .startsWith("The host example.com cannot be looked up: DNS took more than ");
    }

    @Test
    void theNextServerIsAskedWhenOneFails() throws Exception {
        try (DnsStub second = new DnsStub()) {
            second.record("x.example.com", 60, "A", "192.0.2.6");
            dns.fail("x.example.com", Rcode.REFUSED);

            var servers = new DnsServers(List.of(dns.address(), second.address()), List.of(), 1);
            assertThat(locate(locator(servers, Duration.ofSeconds(10)), "sip:x.example.com:5060"))
                    .containsExactly("udp:192.0.2.6:5060");
        }
    }

    @Test
    void whatDoesNotFitADatagramComesOverTcp() throws Exception {
        dns.truncate("_sip._tcp.example.com");

        assertThat(targets("sip:bob@example.com;transport=tcp")).hasSize(3);
        assertThat(dns.asked())
                .contains("udp SRV _sip._tcp.example.com", "tcp SRV _sip._tcp.example.com");
    }

    @Test
    void manyWhoAskForTheSameShareTheLookUp() throws Exception {
        ServerLocator locator = locator();
        List<CompletableFuture<List<String>>> all =
                IntStream.range(0, 50)
                        .mapToObj(_ -> CompletableFuture.supplyAsync(() -> both(locator), mayWait))
                        .toList();

        assertThat(all).allSatisfy(one -> assertThat(one.join()).hasSize(3));
        assertThat(dns.asked()).doesNotHaveDuplicates();
    }

    private static List<String> both(ServerLocator locator) {
        try {
            return locate(locator, "sip:bob@example.com");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theMachinesOwnListComesFirst() throws Exception {
        Files.writeString(
                hosts,
                """
                127.0.0.1 localhost
                192.0.2.77  pbx pbx.lan # ours
                2001:db8::77 pbx
                """);

        assertThat(targets("sip:bob@pbx"))
                .containsExactly("udp:192.0.2.77:5060", "udp:[2001:db8::77]:5060");
        assertThat(targets("sip:bob@PBX.lan;transport=tcp")).containsExactly("tcp:192.0.2.77:5060");
        assertThat(targets("sip:bob@localhost")).containsExactly("udp:127.0.0.1:5060");
        assertThat(dns.asked()).isEmpty();
    }

    @Test
    void localhostNeedsNoList() throws Exception {
        assertThat(targets("sip:bob@localhost")).containsExactly("udp:127.0.0.1:5060");
        assertThat(dns.asked()).isEmpty();
    }

    @Test
    void aShortNameIsSearchedForInTheDomainsOfTheSystem() throws Exception {
        search = List.of(Name.fromString("example.org."), Name.fromString("example.com."));

        assertThat(targets("sip:bob@a"))
                .containsExactly("udp:192.0.2.1:5060", "udp:[2001:db8::1]:5060");
        assertThat(dns.asked()).contains("udp A a.example.org").doesNotContain("udp A a");
    }

    @Test
    void eachAddressIsChecked() throws Exception {
        TargetPolicy policy = new TargetPolicy(List.of("192.0.2.2"));

        assertThat(locate(locator(policy), "sip:bob@example.com"))
                .containsExactly("tcp:192.0.2.2:5080");
        assertThatExceptionOfType(TargetRefusedException.class)
                .isThrownBy(() -> locate(locator(policy), "sip:bob@a.example.com"))
                .withMessageStartingWith("Connecting to a.example.com (")
                .withMessageEndingWith(
                        "is not allowed by net.allowed-targets: no entry of the list matches it.");
        assertThatExceptionOfType(TargetRefusedException.class)
                .isThrownBy(() -> locate(locator(policy), "sip:bob@192.0.2.3"))
                .withMessageStartingWith("Connecting to 192.0.2.3 is not allowed");
    }

    @Test
    void anAllowedNameAllowsItsServersButNotLinkLocalOnes() throws Exception {
        dns.record("_sip._udp.evil.example", 60, "SRV", "0 0 80 meta.evil.example.")
                .record("meta.evil.example", 60, "A", "169.254.169.254");
        TargetPolicy policy = new TargetPolicy(List.of("example.com", "*.evil.example"));

        assertThat(locate(locator(policy), "sip:bob@example.com")).hasSize(3);
        assertThatExceptionOfType(TargetRefusedException.class)
                .isThrownBy(() -> locate(locator(policy), "sip:bob@evil.example;transport=udp"))
                .withMessageContaining("it is a link-local address");
    }

    @Test
    void aliasesThatGoRoundInCirclesEnd() {
        dns.record("x.example.com", 60, "CNAME", "y.example.com.");
        dns.record("y.example.com", 60, "CNAME", "x.example.com.");

        assertThat(unknown(locator(), "sip:bob@x.example.com:5060"))
                .endsWith("cannot be looked up: DNS leads from alias to alias.");
    }

    private List<String> targets(String uri) throws IOException {
        return locate(locator(), uri);
    }

    private static List<String> locate(ServerLocator locator, String uri) throws IOException {
        NextHop hop = Objects.requireNonNull(NextHop.of(Uri.parse(uri)));
        return locator.locate(hop).stream().map(Target::toString).toList();
    }

    private static String unknown(ServerLocator locator, String uri) {
        try {
            throw new AssertionError(locate(locator, uri));
        } catch (UnknownHostException e) {
            return String.valueOf(e.getMessage());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ServerLocator locator() {
        return locator(Duration.ofSeconds(10));
    }

    private ServerLocator locator(Duration limit) {
        return locator(new DnsServers(List.of(dns.address()), search, 1), limit);
    }

    private ServerLocator locator(DnsServers servers, Duration limit) {
        return locator(new TargetPolicy(List.of()), servers, limit);
    }

    private ServerLocator locator(TargetPolicy policy) {
        return locator(
                policy, new DnsServers(List.of(dns.address()), search, 1), Duration.ofSeconds(10));
    }

    private ServerLocator locator(TargetPolicy policy, DnsServers servers, Duration limit) {
        var directory =
                new DnsDirectory(
                        () -> servers,
                        new DnsClient(() -> servers, patience),
                        new HostsFile(hosts),
                        mayWait,
                        clock::get);
        return new ServerLocator(policy, directory, new Random(1), mayWait, limit);
    }
}
