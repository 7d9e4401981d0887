package io.sipcast.cli;

/** How something is meant, for colours. */
enum Tone {
    PLAIN(""),
    GOOD("32"),
    WARNING("33"),
    BAD("31"),
    DIM("2");

    private final String code;

    Tone(String code) {
        this.code = code;
    }

    /** The text in its colour (ECMA-48 SGR). */
    String paint(String text) {
        return code.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
