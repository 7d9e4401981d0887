package io.sipcast.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a request's JSON object. Clients of the reference send booleans and numbers as such
 * or as strings, and an empty string for what they leave out; unknown fields are never asked for.
 * Every method throws a {@link Problem} that names the field.
 */
public final class Fields {
    private static final int LONGEST_TEXT = 2048;
    private static final int MOST_ENTRIES = 64;

    private final Map<String, JsonNode> nodes;

    private Fields(Map<String, JsonNode> nodes) {
        this.nodes = nodes;
    }

    /**
     * Reads a body; an empty one is an empty object.
     *
     * @throws Problem 400 when it is no JSON object, or a string in it holds a control character
     */
    public static Fields parse(byte[] body) {
        if (new String(body, UTF_8).isBlank()) {
            return new Fields(Map.of());
        }
        JsonNode root = Json.read(body);
        if (!root.isObject()) {
            throw new Problem(400, "The body must be a JSON object.");
        }
        Map<String, JsonNode> nodes = new LinkedHashMap<>();
        for (var field : root.properties()) {
            refuseControls(field.getKey(), "name");
            refuseControls(field.getValue(), field.getKey());
            nodes.put(field.getKey(), field.getValue());
        }
        return new Fields(nodes);
    }

    /** Fields may end in a SIP header or an RTMP command: a line break in one adds another. */
    private static void refuseControls(JsonNode node, String name) {
        if (node.isString()) {
            refuseControls(node.stringValue(), name);
        }
        for (var inner : node.properties()) {
            refuseControls(inner.getKey(), name);
        }
        for (JsonNode inner : node.values()) {
            refuseControls(inner, name);
        }
    }

    private static void refuseControls(String text, String name) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            String shown = name.chars().anyMatch(Character::isISOControl) ? "A name" : name;
            throw Problem.field(shown, "must not hold a line break or another control character.");
        }
    }

    /** The text of a field, null when it is absent, null or blank. */
    public @Nullable String text(String name) {
        JsonNode node = nodes.get(name);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isString() && !node.isIntegralNumber()) {
            throw Problem.field(name, "must be a string.");
        }
        String text = node.asString();
        if (text.length() > LONGEST_TEXT) {
            throw Problem.field(name, "is longer than " + LONGEST_TEXT + " characters.");
        }
        return text.isBlank() ? null : text;
    }

    public String requiredText(String name) {
        String text = text(name);
        if (text == null) {
            throw Problem.field(name, "is missing.");
        }
        return text;
    }

    /** A boolean, as such or as a string. */
    public boolean flag(String name, boolean otherwise) {
        Boolean given = flag(name);
        return given == null ? otherwise : given;
    }

    /** A boolean that need not be given, null then. */
    public @Nullable Boolean flag(String name) {
        JsonNode node = nodes.get(name);
        if (node == null || node.isNull()) {
            return null;
        }
        return switch (node.asString("").toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            case "" -> {
                if (!node.isString()) {
                    throw notFlag(name);
                }
                yield null;
            }
            default -> throw notFlag(name);
        };
    }

    private static Problem notFlag(String name) {
        return Problem.field(name, "must be true or false.");
    }

    /** A port number, as such or as a string. */
    public @Nullable Integer port(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (text.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        }
        throw Problem.field(name, "must be a port number, 1 to 65535.");
    }

    /** One of the constants of an enumeration, by its name in any case; null when absent. */
    public <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        String all =
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
        throw Problem.field(name, "must be one of " + all + ".");
    }

    /** An object with fields of its own; one without any when absent. */
    public Fields object(String name) {
        JsonNode node = nodes.get(name);
        if (node == null || node.isNull() || (node.isString() && node.stringValue().isBlank())) {
            return new Fields(Map.of());
        }
        if (!node.isObject()) {
            throw Problem.field(name, "must be an object.");
        }
        Map<String, JsonNode> inner = new LinkedHashMap<>();
        node.properties().forEach(field -> inner.put(field.getKey(), field.getValue()));
        return new Fields(inner);
    }

    /**
     * A list of objects; empty when absent.
     *
     * @param most how many there may be
     */
    public List<Fields> objects(String name, int most) {
        JsonNode node = nodes.get(name);
        if (node == null || node.isNull() || (node.isString() && node.stringValue().isBlank())) {
            return List.of();
        }
        if (!node.isArray()) {
            throw Problem.field(name, "must be a list of objects.");
        }
        if (node.size() > most) {
            throw Problem.field(name, "has more than " + most + " entries.");
        }
        List<Fields> all = new ArrayList<>();
        for (JsonNode one : node.values()) {
            if (!one.isObject()) {
                throw Problem.field(name, "must be a list of objects.");
            }
            Map<String, JsonNode> inner = new LinkedHashMap<>();
            one.properties().forEach(field -> inner.put(field.getKey(), field.getValue()));
            all.add(new Fields(inner));
        }
        return all;
    }

    /** An object of texts; empty when absent. */
    public Map<String, String> texts(String name) {
        JsonNode node = nodes.get(name);
        if (node == null || node.isNull() || (node.isString() && node.stringValue().isBlank())) {
            return Map.of();
        }
        if (!node.isObject()) {
            throw Problem.field(name, "must be an object of strings.");
        }
        if (node.size() > MOST_ENTRIES) {
            throw Problem.field(name, "has more than " + MOST_ENTRIES + " entries.");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (var entry : node.properties()) {
            if (entry.getValue().isContainer() || entry.getValue().isNull()) {
                throw Problem.field(name, "must be an object of strings.");
            }
            texts.put(entry.getKey(), entry.getValue().asString());
        }
        return texts;
    }
}
