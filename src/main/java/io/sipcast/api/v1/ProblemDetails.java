package io.sipcast.api.v1;

import io.sipcast.api.Answer;
import io.sipcast.api.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/** An error as RFC 9457 has it, with the member {@code field} beside the registered ones. */
public final class ProblemDetails {
    private static final String TYPE = "application/problem+json";

    private ProblemDetails() {}

    public static Answer answer(Problem problem, String path) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "about:blank");
        json.put("title", problem.title());
        json.put("status", problem.status());
        json.put("detail", problem.detail());
        json.put("instance", path);
        if (problem.field() != null) {
            json.put("field", problem.field());
        }
        return Answer.json(problem.status(), json).as(TYPE).with(problem.headers());
    }
}
