package io.sipcast.bench.run.report;

import java.util.Locale;

/** Numbers for people: three digits that count. */
public final class Numbers {
    private Numbers() {}

    /** Such as 0.0082, 0.78, 12.3, 150; a dash for what is not a number. */
    public static String text(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return Long.toString((long) value);
        }
        int whole = (int) Math.floor(Math.log10(Math.abs(value))) + 1;
        int decimals = Math.clamp(3L - whole, 0, 5);
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
