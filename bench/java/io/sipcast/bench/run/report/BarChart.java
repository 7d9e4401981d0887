package io.sipcast.bench.run.report;

import java.util.List;

/**
 * Bars that lie, ours over what it is compared with, a pair for each thing that was measured.
 *
 * @param title what is shown, with its unit
 * @param pairs from top to bottom
 */
record BarChart(String title, List<Pair> pairs) {
    private static final int WIDTH = 640;
    private static final int LEFT = 190;
    private static final int RIGHT = 150; // for the values at the bars' ends
    private static final int TOP = 48;
    private static final int BAR = 14;
    private static final int GAP = 2;
    private static final int PAIR = 2 * BAR + GAP + 18;

    /** Ours and another's. */
    record Pair(String name, double ours, String otherName, double other) {}

    /** The picture. */
    String draw() {
        double most =
                pairs.stream().mapToDouble(p -> Math.max(p.ours(), p.other())).max().orElse(1);
        var svg = new Svg(WIDTH, TOP + pairs.size() * PAIR + 8, title);
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            double y = TOP + i * PAIR;
            svg.text(LEFT - 10, y + BAR + GAP / 2.0 + 4, "value", "end", pair.name());
            bar(svg, "f0", y, pair.ours(), "Sipcast", most);
            bar(svg, "other", y + BAR + GAP, pair.other(), pair.otherName(), most);
        }
        svg.line("axis", LEFT, TOP - 6, LEFT, TOP + pairs.size() * PAIR - 8);
        return svg.end();
    }

    private static void bar(
            Svg svg, String type, double y, double value, String name, double most) {
        double length = value / most * (WIDTH - LEFT - RIGHT);
        svg.rect(type, LEFT, y, length, BAR);
        svg.text(LEFT + length + 8, y + BAR - 3, "", "start", Numbers.text(value) + " " + name);
    }
}
