package io.sipcast.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

class NativesExceptionTest {
    @Test
    void namesTheReasonAndTheFolder() throws Exception {
        var failed = new ExceptionInInitializerError(new UnsatisfiedLinkError("no exec"));

        assertThat(NativesException.of(failed))
                .hasMessageContaining("cannot be loaded: no exec. ")
                .hasMessageContaining("unpacked to " + Loader.getCacheDir() + ", where")
                .hasMessageNotContaining("\n")
                .hasCause(failed);
    }

    @Test
    void neverSaysNull() {
        var full = new ExceptionInInitializerError(new UncheckedIOException(new IOException()));

        assertThat(NativesException.of(full))
                .hasMessageContaining("cannot be loaded: IOException. ");
    }

    /** It would be blamed on the folder. */
    @Test
    void leavesMistakesOfOursAsTheyAre() {
        var mistake = new ExceptionInInitializerError(new IllegalStateException("ours"));
        var missing = new NoClassDefFoundError("Gone");

        assertThatThrownBy(() -> NativesException.of(mistake)).isSameAs(mistake);
        assertThatThrownBy(() -> NativesException.of(missing)).isSameAs(missing);
    }
}
