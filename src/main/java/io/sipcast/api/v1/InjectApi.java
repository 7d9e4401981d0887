package io.sipcast.api.v1;

import io.sipcast.api.Answer;
import io.sipcast.api.Problem;
import io.sipcast.api.Refusals;
import io.sipcast.api.Request;
import io.sipcast.api.Route;
import io.sipcast.call.Calls;
import io.sipcast.inject.InjectionRefused;
import java.util.List;

/** What the callee of a call hears and sees of us: a file, a stream, or nothing again. */
public final class InjectApi {
    private final Calls calls;

    public InjectApi(Calls calls) {
        this.calls = calls;
    }

    public List<Route> routes() {
        String path = V1Api.ROOT + "/calls/:id/inject";
        return List.of(Route.post(path, this::start), Route.post(path + "/end", this::end));
    }

    private Answer start(Request request) {
        String file = request.body().text("fileName");
        String stream = request.body().text("streamName");
        if ((file == null) == (stream == null)) {
            throw new Problem(400, "One of fileName and streamName is needed.");
        }
        try {
            if (file != null) {
                calls.injectSound(request.id(), file);
            } else if (stream != null) {
                calls.injectStream(request.id(), stream);
            }
            return Answer.empty();
        } catch (InjectionRefused e) {
            throw Refusals.problem(e);
        }
    }

    private Answer end(Request request) {
        try {
            calls.endInjection(request.id());
            return Answer.empty();
        } catch (InjectionRefused e) {
            throw Refusals.problem(e);
        }
    }
}
