package io.sipcast.cli;

/** Texts of others made safe for a terminal: a peer's words could move its cursor, or worse. */
final class Clean {
    private Clean() {}

    /** Without control characters, and without those that turn the direction of what follows. */
    static String text(String text) {
        if (text.codePoints().noneMatch(Clean::isUnsafe)) {
            return text;
        }
        return text.codePoints()
                .map(c -> isUnsafe(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isUnsafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            default -> false;
        };
    }
}
