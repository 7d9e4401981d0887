package io.sipcast.sip.message;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Numbers in headers that are better ignored than fatal. */
final class Numbers {
    /** delta-seconds are below 2^32; a larger number means "very long". */
    private static final long MAX = 0xFFFF_FFFFL;

    private Numbers() {}

    /** The number the value begins with, at most 2^32 - 1; empty when it begins with none. */
    static OptionalLong leading(@Nullable String value) {
        long number = -1;
        for (int i = 0; value != null && i < value.length(); i++) {
            char c = value.charAt(i);
            if (!Lexer.isDigit(c)) {
                break;
            }
            number = Math.min(MAX, Math.max(number, 0) * 10 + (c - '0'));
        }
        return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
