package io.sipcast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.api.Json;
import io.sipcast.api.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** An answer of the gateway. */
record Reply(int status, String body) {
    boolean isGood() {
        return status >= 200 && status < 300;
    }

    /** The body; a missing node where it is no JSON. */
    JsonNode json() {
        try {
            return body.isBlank() ? MissingNode.getInstance() : Json.read(body.getBytes(UTF_8));
        } catch (Problem _) {
            return MissingNode.getInstance();
        }
    }

    /** What is wrong, in the gateway's own words (RFC 9457 {@code detail}) where it has any. */
    String problem() {
        if (status == 401) {
            return "The gateway wants its API key, or another one: see --key-file.";
        }
        String detail = json().path("detail").asString("");
        if (!detail.isEmpty()) {
            return Clean.text(detail);
        }
        return status == 404
                ? "This is no gateway with /api/v1/calls: it may be an older one."
                : "The gateway answered with status " + status + ".";
    }
}
