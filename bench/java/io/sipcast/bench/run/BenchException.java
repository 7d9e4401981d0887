package io.sipcast.bench.run;

/** What keeps a scenario from being measured, in words for who runs the bench. */
public final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchException(String message) {
        super(message);
    }
}
