package io.sipcast.bench.run.report;

import java.util.Locale;

/**
 * Writes an SVG picture that can be read in light and dark surroundings: colours are classes, and
 * the reader's wish decides. Sizes are pixels.
 */
final class Svg {
    private static final String STYLE =
            """
            <style>
            text{font:12px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#52514e}
            .page{fill:#fcfcfb}.title{font-size:15px;font-weight:600;fill:#0b0b0b}.value{fill:#0b0b0b}
            .grid{stroke:#e1e0d9}.axis{stroke:#c3c2b7}.goal{stroke:#52514e;stroke-dasharray:4 3}
            .line{fill:none;stroke-width:2;stroke-linejoin:round}.dot{stroke:#fcfcfb;stroke-width:2}
            .s0{stroke:#2a78d6}.s1{stroke:#1baf7a}.s2{stroke:#eb6834}
            .f0{fill:#2a78d6}.f1{fill:#1baf7a}.f2{fill:#eb6834}.other{fill:#898781}
            @media (prefers-color-scheme:dark){
            text{fill:#c3c2b7}.page{fill:#1a1a19}.title,.value{fill:#fff}
            .grid{stroke:#2c2c2a}.axis{stroke:#383835}.goal{stroke:#c3c2b7}.dot{stroke:#1a1a19}
            .s0{stroke:#3987e5}.s1{stroke:#199e70}.s2{stroke:#d95926}
            .f0{fill:#3987e5}.f1{fill:#199e70}.f2{fill:#d95926}}
            </style>
            """;

    private final StringBuilder text = new StringBuilder();

    /**
     * An empty picture.
     *
     * @param title which is shown, and read out
     */
    Svg(int width, int height, String title) {
        text.append(
                        ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\""
                                        + " width=\"%1$d\" height=\"%2$d\" role=\"img\""
                                        + " aria-label=\"%3$s\">\n")
                                .formatted(width, height, escape(title)))
                .append(STYLE)
                .append(
                        "<rect class=\"page\" width=\"%d\" height=\"%d\"/>\n"
                                .formatted(width, height));
        text(16, 26, "title", "start", title);
    }

    /**
     * Writes text.
     *
     * @param anchor start, middle or end
     */
    void text(double x, double y, String type, String anchor, String words) {
        text.append(
                "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
                        .formatted(type, pixels(x), pixels(y), anchor, escape(words)));
    }

    void line(String type, double x1, double y1, double x2, double y2) {
        text.append(
                "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
                        .formatted(type, pixels(x1), pixels(y1), pixels(x2), pixels(y2)));
    }

    void rect(String type, double x, double y, double width, double height) {
        text.append(
                "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"2\"/>\n"
                        .formatted(type, pixels(x), pixels(y), pixels(width), pixels(height)));
    }

    void dot(String type, double x, double y, String words) {
        text.append(
                "<circle class=\"dot %s\" cx=\"%s\" cy=\"%s\" r=\"4.5\"><title>%s</title></circle>\n"
                        .formatted(type, pixels(x), pixels(y), escape(words)));
    }

    /** Joins points, given as {@code x,y x,y}. */
    void path(String type, String points) {
        text.append("<polyline class=\"line %s\" points=\"%s\"/>\n".formatted(type, points));
    }

    static String pixels(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    static String escape(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** All of it. */
    String end() {
        return text + "</svg>\n";
    }
}
