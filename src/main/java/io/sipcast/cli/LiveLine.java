package io.sipcast.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The line that shows how a call is doing: parts side by side, of which those that matter least
 * give way when there is no room.
 */
record LiveLine(List<Part> parts) {
    private static final String GAP = "  ";

    /**
     * A part of it.
     *
     * @param rank 0 is never left out; the higher, the sooner it is
     */
    record Part(int rank, Tone tone, String text) {
        Part {
            text = Clean.text(text);
        }

        private int width() {
            return text.codePointCount(0, text.length());
        }
    }

    LiveLine {
        parts = List.copyOf(parts);
    }

    /** As much as fits; what is never left out is cut if it must be. */
    LiveLine fitted(int width) {
        List<Part> kept = new ArrayList<>(parts);
        while (width(kept) > width && kept.size() > 1) {
            Part least = kept.stream().max(Comparator.comparingInt(Part::rank)).orElseThrow();
            if (least.rank() == 0) {
                break;
            }
            kept.remove(kept.lastIndexOf(least));
        }
        return width(kept) <= width ? new LiveLine(kept) : new LiveLine(cut(kept, width));
    }

    private static List<Part> cut(List<Part> parts, int width) {
        List<Part> kept = new ArrayList<>();
        int left = width;
        for (Part part : parts) {
            int length = Math.min(part.width(), left);
            if (length > 0) {
                int end = part.text().offsetByCodePoints(0, length);
                kept.add(new Part(part.rank(), part.tone(), part.text().substring(0, end)));
            }
            left -= length + GAP.length();
        }
        return kept;
    }

    private static int width(List<Part> parts) {
        return parts.stream().mapToInt(Part::width).sum()
                + GAP.length() * Math.max(0, parts.size() - 1);
    }

    /** Without colours. */
    String text() {
        return parts.stream().map(Part::text).collect(Collectors.joining(GAP));
    }

    /** In colours. */
    String painted() {
        return parts.stream()
                .map(part -> part.tone().paint(part.text()))
                .collect(Collectors.joining(GAP));
    }
}
