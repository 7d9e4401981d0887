package io.sipcast.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CausesTest {
    @Test
    void tellsWhatWentWrongFirst() {
        var wrong = new IOException("no room is left on the disk.. ");

        assertThat(Causes.first(wrong)).isEqualTo("no room is left on the disk");
        assertThat(Causes.first(new ExceptionInInitializerError(wrong)))
                .isEqualTo("no room is left on the disk");
    }

    @Test
    void namesWhatSaysNothing() {
        assertThat(Causes.first(new IllegalStateException(new IOException())))
                .isEqualTo("IOException");
        assertThat(Causes.first(new IOException(" "))).isEqualTo("IOException");
    }
}
