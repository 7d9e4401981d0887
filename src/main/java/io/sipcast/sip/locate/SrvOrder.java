package io.sipcast.sip.locate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** In which order the hosts of SRV records are tried (RFC 2782, "Weight"). */
final class SrvOrder {
    private SrvOrder() {}

    /** Lowest priority first; among equals by lot, each with a chance that is its weight's. */
    static List<Srv> of(List<Srv> records, RandomGenerator random) {
        Map<Integer, List<Srv>> byPriority = new TreeMap<>();
        for (Srv record : records) {
            byPriority.computeIfAbsent(record.priority(), _ -> new ArrayList<>()).add(record);
        }
        List<Srv> ordered = new ArrayList<>();
        for (List<Srv> equals : byPriority.values()) {
            equals.sort(Comparator.comparingInt(Srv::weight)); // those of weight 0 are seldom first
            while (!equals.isEmpty()) {
                ordered.add(equals.remove(draw(equals, random)));
            }
        }
        return ordered;
    }

    /** The index of the first whose running sum reaches the number drawn. */
    private static int draw(List<Srv> records, RandomGenerator random) {
        int sum = records.stream().mapToInt(Srv::weight).sum();
        int drawn = random.nextInt(sum + 1);
        int running = 0;
        for (int i = 0; i < records.size(); i++) {
            running += records.get(i).weight();
            if (running >= drawn) {
                return i;
            }
        }
        return records.size() - 1;
    }
}
