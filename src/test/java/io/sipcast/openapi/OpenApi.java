package io.sipcast.openapi;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The document that is served, with its schemas (JSON Schema 2020-12, formats checked). */
public final class OpenApi {
    private static final String ID = "https://sipcast.invalid/openapi";
    private static final List<String> METHODS = List.of("get", "post", "delete", "put");

    private final JsonNode root;
    private final SchemaRegistry schemas;

    /** Reads it from the class path. */
    public OpenApi() {
        try (InputStream in =
                Objects.requireNonNull(OpenApi.class.getResourceAsStream("/openapi.yaml"))) {
            byte[] text = in.readAllBytes();
            root = new YAMLMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonNode definitions = absolute(root.at("/components/schemas"));
        String json = "{\"$defs\":" + definitions + "}";
        schemas =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder -> builder.schemas(id -> id.equals(ID) ? json : null));
    }

    /**
     * An operation of the document.
     *
     * @param method in upper case
     * @param path with its templates
     */
    public record Operation(String method, String path, JsonNode node, List<JsonNode> parameters) {
        /** Method and path. */
        public String name() {
            return method + " " + path;
        }

        /** Whether nobody needs a key. */
        public boolean open() {
            return node.has("security") && node.get("security").isEmpty();
        }

        /** The names of its parameters that are there. */
        public Set<String> parameters(String in) {
            Set<String> names = new LinkedHashSet<>();
            for (JsonNode one : parameters) {
                if (one.get("in").asString().equals(in)) {
                    names.add(one.get("name").asString());
                }
            }
            return names;
        }
    }

    /** The whole tree. */
    public JsonNode root() {
        return root;
    }

    /** All operations. */
    public List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        for (var path : root.get("paths").properties()) {
            for (String method : METHODS) {
                JsonNode node = path.getValue().get(method);
                if (node != null) {
                    List<JsonNode> parameters = new ArrayList<>();
                    path.getValue().path("parameters").forEach(one -> parameters.add(follow(one)));
                    node.path("parameters").forEach(one -> parameters.add(follow(one)));
                    String upper = method.toUpperCase(Locale.ROOT);
                    all.add(new Operation(upper, path.getKey(), node, parameters));
                }
            }
        }
        return all;
    }

    /** The operation that a request is for: the one whose path says most of it. */
    public Operation operation(String method, String path) {
        return operations().stream()
                .filter(one -> one.method().equals(method) && fits(one.path(), path))
                .max(Comparator.comparingInt(one -> one.path().replaceAll("\\{.*?}", "").length()))
                .orElseThrow(() -> new AssertionError(method + " " + path + " is not documented"));
    }

    private static boolean fits(String template, String path) {
        String regex =
                Stream.of(template.split("(?=\\{)|(?<=\\})", -1))
                        .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
                        .reduce("", String::concat);
        return path.matches(regex);
    }

    /** What a reference leads to. */
    public JsonNode follow(JsonNode node) {
        JsonNode ref = node.get("$ref");
        return ref == null ? node : at(ref.asString());
    }

    /** What a reference within the document leads to. */
    public JsonNode at(String ref) {
        JsonNode found = root.at(ref.substring(1));
        if (!ref.startsWith("#") || found.isMissingNode()) {
            throw new AssertionError(ref + " leads nowhere");
        }
        return found;
    }

    /**
     * Holds an answer against the document.
     *
     * @param type the media type of the body, with or without parameters; null when there is none
     * @return what is wrong
     */
    public List<String> faults(
            Operation operation, int status, @Nullable String type, String body) {
        JsonNode responses = operation.node().get("responses");
        JsonNode named = responses.get("" + status);
        if (named == null && status < 400) {
            return List.of("status " + status + " is not documented");
        }
        JsonNode response = follow(named == null ? responses.get("default") : named);
        if (body.isEmpty()) {
            return response.has("content") && status != 304
                    ? List.of("the body is missing")
                    : List.of();
        }
        String bare = type == null ? "" : type.split(";", 2)[0];
        JsonNode content = response.path("content").get(bare);
        if (content == null) {
            return List.of("a body of " + type + " is not documented for " + status);
        }
        if (!bare.endsWith("json") || !content.has("schema")) {
            return List.of();
        }
        JsonNode value = new JsonMapper().readTree(body);
        List<String> faults = new ArrayList<>(validate(content.get("schema"), value));
        undocumented(content.get("schema"), value, "", faults);
        return faults;
    }

    /** What is wrong with a value. */
    public List<String> validate(JsonNode schema, JsonNode value) {
        Schema compiled = schemas.getSchema(absolute(schema));
        return compiled
                .validate(
                        value,
                        context ->
                                context.executionConfig(
                                        config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    /** With references that lead to the schemas from anywhere. */
    private static JsonNode absolute(JsonNode schema) {
        return new JsonMapper()
                .readTree(
                        schema.toString()
                                .replace("\"#/components/schemas/", "\"" + ID + "#/$defs/"));
    }

    /** Members that no schema names. */
    private void undocumented(JsonNode schema, JsonNode value, String at, List<String> into) {
        List<JsonNode> all = new ArrayList<>();
        collect(schema, all);
        if (value.isArray()) {
            for (JsonNode item : value) {
                all.stream()
                        .filter(one -> one.has("items"))
                        .forEach(one -> undocumented(one.get("items"), item, at + "/*", into));
            }
        } else if (value.isObject() && all.stream().noneMatch(OpenApi::isOpen)) {
            for (var member : value.properties()) {
                String name = member.getKey();
                List<JsonNode> known =
                        all.stream()
                                .map(one -> one.path("properties").get(name))
                                .filter(Objects::nonNull)
                                .toList();
                if (known.isEmpty()) {
                    into.add(at + "/" + name + " is not documented");
                }
                known.forEach(one -> undocumented(one, member.getValue(), at + "/" + name, into));
            }
        }
    }

    private static boolean isOpen(JsonNode schema) {
        JsonNode more = schema.get("additionalProperties");
        boolean bare =
                schema.path("type").asString("").equals("object") && !schema.has("properties");
        return bare || (more != null && !(more.isBoolean() && !more.booleanValue()));
    }

    /** A schema, and those that it is made of. */
    private void collect(JsonNode schema, List<JsonNode> into) {
        JsonNode one = follow(schema);
        into.add(one);
        for (String of : List.of("allOf", "oneOf", "anyOf")) {
            one.path(of).forEach(part -> collect(part, into));
        }
    }
}
