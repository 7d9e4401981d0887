package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.net.DnsAnswer.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class DnsCacheTest {
    private final DnsCache cache = new DnsCache(3);

    @Test
    void remembersForTheTimeToLiveAndNoLonger() {
        DnsAnswer answer = DnsAnswer.found(List.of(), 60);
        cache.put(question("a."), answer, 0);

        assertThat(cache.find(question("a."), seconds(60) - 1)).isEqualTo(answer);
        assertThat(cache.find(question("b."), 0)).isNull();
        assertThat(cache.find(question("a."), seconds(60))).isNull();
        assertThat(cache.size()).isZero();
    }

    @Test
    void namesAreTheSameInAnyCase() {
        cache.put(question("A.example."), DnsAnswer.found(List.of(), 60), 0);

        assertThat(cache.find(question("a.EXAMPLE."), 1)).isNotNull();
    }

    @Test
    void anHourIsTheLongest() {
        cache.put(question("a."), DnsAnswer.found(List.of(), 0x7FFF_FFFFL), 0);

        assertThat(cache.find(question("a."), seconds(3599))).isNotNull();
        assertThat(cache.find(question("a."), seconds(3600))).isNull();
    }

    @Test
    void fiveMinutesForANo() {
        cache.put(question("a."), DnsAnswer.nothing(Outcome.NO_NAME, 86_400), 0);

        assertThat(cache.find(question("a."), seconds(299))).isNotNull();
        assertThat(cache.find(question("a."), seconds(300))).isNull();
    }

    @Test
    void aFailureIsForgottenSoon() {
        cache.put(question("a."), DnsAnswer.failed("it is dead"), 0);

        assertThat(cache.find(question("a."), seconds(4))).isNotNull();
        assertThat(cache.find(question("a."), seconds(5))).isNull();
    }

    @Test
    void noughtIsNotKept() {
        cache.put(question("a."), DnsAnswer.found(List.of(), 60), 0);
        cache.put(question("a."), DnsAnswer.found(List.of(), 0), 0);

        assertThat(cache.find(question("a."), 0)).isNull();
    }

    @Test
    void theOneUsedLeastRecentlyMakesRoom() {
        for (String name : List.of("a.", "b.", "c.")) {
            cache.put(question(name), DnsAnswer.found(List.of(), 60), 0);
        }
        assertThat(cache.find(question("a."), 1)).isNotNull();
        cache.put(question("d."), DnsAnswer.found(List.of(), 60), 1);

        assertThat(cache.size()).isEqualTo(3);
        assertThat(cache.find(question("b."), 1)).isNull();
        assertThat(cache.find(question("a."), 1)).isNotNull();
    }

    private static DnsQuestion question(String name) {
        return new DnsQuestion(Name.fromConstantString(name), Type.A);
    }

    private static long seconds(long n) {
        return Duration.ofSeconds(n).toNanos();
    }
}
