package io.sipcast.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void isNeverPrinted() {
        assertThat(new Secret("hunter2")).hasToString("***");
        assertThat("key " + new Secret("hunter2")).doesNotContain("hunter2");
    }

    @Test
    void matchesItselfOnly() {
        assertThat(new Secret("hunter2").matches("hunter2")).isTrue();
        assertThat(new Secret("hunter2").matches("hunter")).isFalse();
        assertThat(new Secret("hunter2").matches("")).isFalse();
        assertThat(new Secret("a")).isEqualTo(new Secret("a")).isNotEqualTo(new Secret("b"));
    }
}
