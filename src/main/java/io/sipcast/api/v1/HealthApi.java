package io.sipcast.api.v1;

import io.sipcast.api.Answer;
import io.sipcast.api.Refusals;
import io.sipcast.api.Route;
import io.sipcast.call.CallRefused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * For who keeps servers running, and who deals out work to them: overload is no reason to restart a
 * server, but one to send new calls elsewhere.
 */
public final class HealthApi {
    private final Supplier<@Nullable CallRefused> outlook;

    /**
     * Joins it.
     *
     * @param outlook why a new call would be refused now; null when it would not
     */
    public HealthApi(Supplier<@Nullable CallRefused> outlook) {
        this.outlook = outlook;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/health", _ -> health()).open(),
                Route.get("/health/ready", _ -> ready()).open());
    }

    private Answer health() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", "UP");
        json.put("ready", outlook.get() == null);
        return Answer.json(json);
    }

    private Answer ready() {
        CallRefused refusal = outlook.get();
        if (refusal != null) {
            throw Refusals.problem(refusal);
        }
        return Answer.json(Map.of("status", "READY"));
    }
}
