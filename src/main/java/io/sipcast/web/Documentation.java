package io.sipcast.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.api.Json;
import io.sipcast.api.v1.V1Api;
import java.util.List;
import java.util.concurrent.Executor;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The interface described: the OpenAPI document as YAML and JSON, and {@code /api}, where Swagger
 * UI shows it. Of the library's jar nothing is served but the script and the styles that the page
 * needs. Nobody needs a key to read.
 */
final class Documentation {
    static final String DOCUMENT = "/openapi.yaml";

    /** As in pom.xml: the path within the jar has it. */
    private static final String LIBRARY = "/META-INF/resources/webjars/swagger-ui/5.27.1/";

    /** As for the pages, but the library's styles have icons in data: URLs. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'";

    private final StaticFiles files;
    private final Executor mayWait;

    private Documentation(StaticFiles files, Executor mayWait) {
        this.files = files;
        this.mayWait = mayWait;
    }

    /**
     * Has it all served.
     *
     * @param mayWait reads and converts
     */
    static void put(StaticFiles files, Executor mayWait) {
        new Documentation(files, mayWait).put();
    }

    private void put() {
        put(V1Api.ROOT + "/openapi.yaml", DOCUMENT);
        files.put(V1Api.ROOT + "/openapi.json", new FileOnDemand(Documentation::json, mayWait));
        put("/api", "/web/api.html");
        for (String ours : List.of("api.js", "api.css")) {
            put("/" + ours, "/web/" + ours);
        }
        for (String licence : List.of("LICENSE", "NOTICE", "swagger-ui-bundle.js.LICENSE.txt")) {
            put("/swagger-ui/" + licence, "/web/swagger-ui/" + licence);
        }
        for (String theirs : List.of("swagger-ui-bundle.js", "swagger-ui.css")) {
            put("/swagger-ui/" + theirs, LIBRARY + theirs);
        }
    }

    private void put(String path, String resource) {
        files.put(path, FileOnDemand.of(resource, POLICY, Framing.NOBODY, mayWait));
    }

    private static StaticFile json() {
        String json = Json.write(new YAMLMapper().readTree(StaticFile.read(DOCUMENT)));
        return StaticFile.of("application/json", POLICY, Framing.NOBODY, json.getBytes(UTF_8));
    }
}
