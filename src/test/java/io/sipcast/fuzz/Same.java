package io.sipcast.fuzz;

/** What was printed says what was read. */
final class Same {
    private Same() {}

    static void check(Object read, Object readAgain) {
        if (!readAgain.equals(read)) {
            throw new AssertionError(read + " became " + readAgain);
        }
    }
}
