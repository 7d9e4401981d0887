package io.sipcast.api.wcs;

import io.sipcast.api.Answer;
import io.sipcast.api.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/** An error in the form of the reference: the status again, its name, a message, the path. */
public final class WcsProblem {
    private WcsProblem() {}

    public static Answer answer(Problem problem, String path) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("timestamp", System.currentTimeMillis());
        json.put("status", problem.status());
        json.put("error", problem.title());
        json.put("message", problem.detail());
        if (problem.field() != null) {
            json.put("field", problem.field());
        }
        json.put("path", path);
        return Answer.json(problem.status(), json).with(problem.headers());
    }
}
