package io.sipcast.bench.run.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Lines over numbers of calls. At most three of them: their colours can be told apart by all.
 *
 * @param title what is shown, with its unit
 * @param below what the horizontal axis is
 * @param series the lines
 * @param limit a line across that should be kept; null for none
 */
record LineChart(String title, String below, List<Series> series, @Nullable Limit limit) {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 340;
    private static final int LEFT = 64;
    private static final int RIGHT = 100; // for the names at the lines' ends
    private static final int TOP = 48;
    private static final int BOTTOM = 48;
    private static final int LINE_HEIGHT = 15;

    /** A line with its points; those that are not numbers are left out. */
    record Series(String name, List<Point> points) {
        Series {
            points = points.stream().filter(point -> Double.isFinite(point.y())).toList();
        }
    }

    record Point(double x, double y) {}

    record Limit(String name, double value) {}

    /** The picture. */
    String draw() {
        Scale across = Scale.upTo(highest(Point::x));
        Scale up = Scale.upTo(Math.max(highest(Point::y), limit == null ? 0 : limit.value()));
        var svg = new Svg(WIDTH, HEIGHT, title);
        axes(svg, across, up);
        if (limit != null) {
            double y = y(up, limit.value());
            svg.line("goal", LEFT, y, WIDTH - RIGHT, y);
            svg.text(LEFT + 6, y - 5, "", "start", limit.name());
        }
        double[] names = nameHeights(up);
        for (int i = 0; i < series.size(); i++) {
            draw(svg, i, names[i], across, up);
        }
        return svg.end();
    }

    private double highest(java.util.function.ToDoubleFunction<Point> of) {
        return series.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(of)
                .max()
                .orElse(0);
    }

    private void axes(Svg svg, Scale across, Scale up) {
        for (double mark : up.marks()) {
            double y = y(up, mark);
            svg.line(mark == 0 ? "axis" : "grid", LEFT, y, WIDTH - RIGHT, y);
            svg.text(LEFT - 8, y + 4, "", "end", Numbers.text(mark));
        }
        for (double mark : across.marks()) {
            svg.text(x(across, mark), HEIGHT - BOTTOM + 18, "", "middle", Numbers.text(mark));
        }
        svg.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "", "middle", below);
    }

    private void draw(Svg svg, int index, double nameHeight, Scale across, Scale up) {
        Series line = series.get(index);
        if (line.points().isEmpty()) {
            return;
        }
        svg.path(
                "s" + index,
                line.points().stream()
                        .map(p -> Svg.pixels(x(across, p.x())) + "," + Svg.pixels(y(up, p.y())))
                        .collect(Collectors.joining(" ")));
        for (Point point : line.points()) {
            String words =
                    "%s, %s: %s"
                            .formatted(
                                    line.name(), Numbers.text(point.x()), Numbers.text(point.y()));
            svg.dot("f" + index, x(across, point.x()), y(up, point.y()), words);
        }
        double end = x(across, line.points().getLast().x());
        svg.text(end + 10, nameHeight, "value", "start", line.name());
    }

    /** Beside the ends of the lines, moved so far apart that they can be read. */
    private double[] nameHeights(Scale up) {
        double[] heights = new double[series.size()];
        int[] order =
                IntStream.range(0, heights.length)
                        .filter(i -> !series.get(i).points().isEmpty())
                        .peek(i -> heights[i] = y(up, series.get(i).points().getLast().y()) + 4)
                        .boxed()
                        .sorted((a, b) -> Double.compare(heights[b], heights[a]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        for (int i = 1; i < order.length; i++) { // from below
            heights[order[i]] = Math.min(heights[order[i]], heights[order[i - 1]] - LINE_HEIGHT);
        }
        return heights;
    }

    private static double x(Scale scale, double value) {
        return LEFT + scale.part(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(Scale scale, double value) {
        return HEIGHT - BOTTOM - scale.part(value) * (HEIGHT - TOP - BOTTOM);
    }
}
