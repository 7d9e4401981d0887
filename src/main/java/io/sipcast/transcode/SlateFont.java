package io.sipcast.transcode;

/**
 * Letters of five columns and seven rows for the slate: capitals, digits and what names of streams
 * hold besides; anything else is a box. No font file, no font engine.
 */
final class SlateFont {
    static final int WIDTH = 5;
    static final int HEIGHT = 7;
    static final int ADVANCE = WIDTH + 1;

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/+$ ";

    /** Each letter's rows from the top, five bits a row in two hex digits. */
    private static final String[] ROWS = {
        "0E11111F111111",
        "1E11111E11111E",
        "0E11101010110E",
        "1E11111111111E", // A to D
        "1F10101E10101F",
        "1F10101E101010",
        "0E11101711110F",
        "1111111F111111", // E to H
        "0E04040404040E",
        "0101010101110E",
        "11121418141211",
        "1010101010101F", // I to L
        "111B1515111111",
        "11191513111111",
        "0E11111111110E",
        "1E11111E101010", // M to P
        "0E11111115120D",
        "1E11111E141211",
        "0F10100E01011E",
        "1F040404040404", // Q to T
        "1111111111110E",
        "11111111110A04",
        "1111111515150A",
        "11110A040A1111", // U to X
        "11110A04040404",
        "1F01020408101F", // Y, Z
        "0E11131519110E",
        "040C040404040E",
        "0E11010204081F",
        "1F02040201110E", // 0 to 3
        "02060A121F0202",
        "1F101E0101110E",
        "0608101E11110E",
        "1F010204040404", // 4 to 7
        "0E11110E11110E",
        "0E11110F01020C", // 8, 9
        "0000001F000000",
        "0000000000001F",
        "00000000000C0C",
        "000C0C000C0C00", // - _ . :
        "01010204081010",
        "0004041F040400",
        "040F140E051E04",
        "00000000000000" // / + $ space
    };

    private static final String BOX = "1F11111111111F";

    private SlateFont() {}

    /** Whether a pixel of a letter is on. */
    static boolean on(char letter, int column, int row) {
        int index = LETTERS.indexOf(Character.toUpperCase(letter));
        String rows = index < 0 ? BOX : ROWS[index];
        int bits = Integer.parseInt(rows, 2 * row, 2 * row + 2, 16);
        return (bits >> (WIDTH - 1 - column) & 1) != 0;
    }

    /** How wide a text is before it is scaled. */
    static int width(String text) {
        return Math.max(0, ADVANCE * text.length() - 1);
    }
}
