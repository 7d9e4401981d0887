package io.sipcast.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.api.Json;
import io.sipcast.api.v1.V1Api;
import io.vertx.ext.web.Router;
import java.util.LinkedHashMap;
import java.util.Map;
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

    private static final Map<String, StaticFile> FILES = load();

    private Documentation() {}

    private static Map<String, StaticFile> load() {
        Map<String, StaticFile> files = new LinkedHashMap<>();
        byte[] yaml = StaticFile.read(DOCUMENT);
        String json = Json.write(new YAMLMapper().readTree(yaml));
        add(files, V1Api.ROOT + "/openapi.yaml", DOCUMENT);
        files.put(
                V1Api.ROOT + "/openapi.json",
                StaticFile.of("application/json", POLICY, Framing.NOBODY, json.getBytes(UTF_8)));
        add(files, "/api", "/web/api.html");
        for (String ours : new String[] {"api.js", "api.css"}) {
            add(files, "/" + ours, "/web/" + ours);
        }
        for (String licence :
                new String[] {"LICENSE", "NOTICE", "swagger-ui-bundle.js.LICENSE.txt"}) {
            add(files, "/swagger-ui/" + licence, "/web/swagger-ui/" + licence);
        }
        for (String theirs : new String[] {"swagger-ui-bundle.js", "swagger-ui.css"}) {
            add(files, "/swagger-ui/" + theirs, LIBRARY + theirs);
        }
        return files;
    }

    private static void add(Map<String, StaticFile> files, String path, String resource) {
        files.put(path, StaticFile.load(resource, POLICY, Framing.NOBODY));
    }

    static void mount(Router router) {
        FILES.forEach((path, file) -> file.mount(router, path));
    }
}
