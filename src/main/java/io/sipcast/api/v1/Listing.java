package io.sipcast.api.v1;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.api.Answer;
import io.sipcast.api.Request;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list whose last entries come first: as many as the query's limit says, from the time
 * on that it says. Where there are more, a Link header (RFC 8288) leads to the next part.
 *
 * @param next path and query of the next part; null when this is the last one
 */
record Listing<T>(List<T> entries, @Nullable String next) {

    /**
     * Takes the part that is asked for.
     *
     * @param all the last one first
     * @param time by which they are ordered
     */
    static <T> Listing<T> of(Request request, List<T> all, Function<T, Instant> time) {
        Instant before = request.query().before();
        List<T> left =
                before == null
                        ? all
                        : all.stream().filter(one -> time.apply(one).isBefore(before)).toList();
        int end = Math.min(left.size(), request.query().limit());
        // those of one moment stay together, or the next part would miss some
        while (end < left.size() && sameTime(left.get(end - 1), left.get(end), time)) {
            end++;
        }
        return new Listing<>(
                left.subList(0, end),
                end == left.size()
                        ? null
                        : request.path()
                                + "?limit="
                                + request.query().limit()
                                + "&before="
                                + encoded(time.apply(left.get(end - 1))));
    }

    private static <T> boolean sameTime(T one, T other, Function<T, Instant> time) {
        return time.apply(one).equals(time.apply(other));
    }

    private static String encoded(Instant time) {
        return URLEncoder.encode(time.toString(), UTF_8);
    }

    /** The answer that shows these entries, with the link. */
    Answer linked(Answer answer) {
        return next == null ? answer : answer.with("Link", "<" + next + ">; rel=\"next\"");
    }
}
