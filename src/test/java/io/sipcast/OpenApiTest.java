package io.sipcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.api.Route;
import io.sipcast.config.ConfigSources;
import io.sipcast.openapi.OpenApi;
import io.sipcast.openapi.OpenApi.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document against the methods of a gateway, both ways, and against itself. */
class OpenApiTest {
    /** What has a handler of its own: it is no method of the REST interface. */
    private static final Set<String> HANDLERS =
            Set.of(
                    "GET /api/v1/events",
                    "GET /api/v1/session",
                    "POST /api/v1/session",
                    "DELETE /api/v1/session",
                    "GET /api/v1/openapi.yaml",
                    "GET /api/v1/openapi.json",
                    "GET /api/v1/recordings/{file}.mp4",
                    "GET /{app}/{name}.flv");

    private static final OpenApi DOCUMENT = new OpenApi();
    private static Gateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway =
                Gateway.start(
                        ConfigSources.ofProcess(
                                        null, List.of("http.port=0", "rtmp.port=0", "sip.port=0"))
                                .load()
                                .config());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void everyMethodIsDocumentedAndNothingElse() {
        Set<String> documented = new TreeSet<>();
        DOCUMENT.operations().forEach(one -> documented.add(one.name()));
        documented.removeAll(HANDLERS);

        assertThat(documented).isEqualTo(routes().keySet());
    }

    @Test
    void whoMayCallAndWithWhichParametersIsRight() {
        Map<String, Route> routes = routes();
        for (Operation one : DOCUMENT.operations()) {
            Route route = routes.get(one.name());
            if (route != null) {
                assertThat(one.open()).as(one.name()).isEqualTo(route.guard() == Route.Guard.OPEN);
                assertThat(one.parameters("query"))
                        .as(one.name())
                        .containsExactlyInAnyOrderElementsOf(route.parameters());
            }
        }
    }

    private static Map<String, Route> routes() {
        Map<String, Route> routes = new TreeMap<>();
        for (Route route : gateway.routes()) {
            for (String method : route.methods()) {
                routes.put(method + " " + route.path().replace(":id", "{id}"), route);
            }
        }
        return routes;
    }

    @Test
    void everyParameterOfAPathIsDescribed() {
        for (Operation one : DOCUMENT.operations()) {
            Set<String> inPath = new HashSet<>();
            for (String part : one.path().split("(?=\\{)", -1)) {
                if (part.startsWith("{")) {
                    inPath.add(part.substring(1, part.indexOf('}')));
                }
            }
            assertThat(one.parameters("path")).as(one.name()).isEqualTo(inPath);
        }
    }

    @Test
    void whatIsCommonToAllIsWithEachOfThem() {
        for (Operation one : DOCUMENT.operations()) {
            JsonNode responses = one.node().get("responses");
            boolean reference = one.path().startsWith("/rest-api/");
            assertThat(responses.at("/default/$ref").asString())
                    .as(one.name())
                    .endsWith(reference ? "/WcsError" : "/Problem");
            boolean tagged =
                    one.path().startsWith("/api/v1/")
                            && one.method().equals("GET")
                            && !one.path().endsWith("/session")
                            && responses.at("/200/content").has("application/json");
            if (tagged) {
                assertThat(responses.has("304")).as(one.name()).isTrue();
                assertThat(responses.at("/200/headers").has("ETag")).as(one.name()).isTrue();
                assertThat(one.parameters("header")).as(one.name()).contains("If-None-Match");
            }
        }
    }

    @Test
    void namesAreUniqueAndTagsExplained() {
        List<String> ids = new ArrayList<>();
        Set<String> tags = new TreeSet<>();
        for (Operation one : DOCUMENT.operations()) {
            ids.add(one.node().get("operationId").asString());
            one.node().get("tags").forEach(tag -> tags.add(tag.asString()));
            assertThat(one.node().get("summary").asString()).as(one.name()).isNotBlank();
        }
        Set<String> explained = new TreeSet<>();
        DOCUMENT.root().get("tags").forEach(tag -> explained.add(tag.get("name").asString()));

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(explained).isEqualTo(tags);
    }

    @Test
    void everyReferenceLeadsSomewhereAndNothingIsLeftOver() {
        Set<String> used = new TreeSet<>();
        collect(DOCUMENT.root(), used);
        Set<String> there = new TreeSet<>();
        for (var kind : DOCUMENT.root().get("components").properties()) {
            if (!kind.getKey().equals("securitySchemes")) {
                for (var one : kind.getValue().properties()) {
                    there.add("#/components/" + kind.getKey() + "/" + one.getKey());
                }
            }
        }

        assertThat(there).isEqualTo(used);
    }

    private static void collect(JsonNode node, Set<String> into) {
        JsonNode ref = node.get("$ref");
        if (ref != null) {
            into.add(ref.asString());
        }
        node.values().forEach(inner -> collect(inner, into));
    }

    /** In a flow mapping, a comma in a sentence begins another member, whose value is null. */
    @Test
    void noSentenceIsTornApart() {
        List<String> torn = new ArrayList<>();
        nulls("", DOCUMENT.root(), torn);

        assertThat(torn).isEmpty();
    }

    private static void nulls(String at, JsonNode node, List<String> into) {
        for (var inner : node.properties()) {
            if (inner.getValue().isNull()) {
                into.add(at + "/" + inner.getKey());
            }
            nulls(at + "/" + inner.getKey(), inner.getValue(), into);
        }
        node.values()
                .forEach(inner -> {
                    if (node.isArray()) {
                        nulls(at, inner, into);
                    }
                });
    }

    @Test
    void everyExampleIsAsItsSchemaSays() {
        Map<String, JsonNode[]> examples = new LinkedHashMap<>();
        examples("", DOCUMENT.root(), examples);

        assertThat(examples).hasSizeGreaterThan(30);
        examples.forEach((where, pair) ->
                assertThat(DOCUMENT.validate(pair[0], pair[1])).as(where).isEmpty());
    }

    /** Beside its schema (media types, parameters), or within it. */
    private static void examples(String at, JsonNode node, Map<String, JsonNode[]> into) {
        JsonNode schema = node.get("schema");
        if (schema != null && node.has("example")) {
            into.put(at + "/example", new JsonNode[] {schema, node.get("example")});
        }
        if (schema != null && node.has("examples")) {
            for (var one : node.get("examples").properties()) {
                into.put(
                        at + "/" + one.getKey(),
                        new JsonNode[] {schema, one.getValue().get("value")});
            }
        }
        if (schema == null && node.path("examples").isArray()) {
            for (JsonNode one : node.get("examples")) {
                into.put(at + "/examples " + one, new JsonNode[] {node, one});
            }
        }
        for (var inner : node.properties()) {
            examples(at + "/" + inner.getKey(), inner.getValue(), into);
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            examples(at + "/" + i, node.get(i), into);
        }
    }
}
