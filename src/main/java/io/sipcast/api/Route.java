package io.sipcast.api;

import java.util.Set;

/**
 * A method of the interface and where it is found.
 *
 * @param methods HTTP methods it answers to: GET, POST, DELETE
 * @param path from the root; one part of it may be {@code :id}
 * @param parameters the names of the query's parameters that it takes
 * @param guard who may call it
 */
public record Route(
        Set<String> methods, String path, Set<String> parameters, Guard guard, Endpoint endpoint) {
    /** Who may call a method. */
    public enum Guard {
        /** Anybody who may talk to the server. */
        OPEN,
        /** Who has the key or needs none. */
        KEY
    }

    /** The method itself. Called on a virtual thread. */
    @FunctionalInterface
    public interface Endpoint {
        /**
         * Answers.
         *
         * @throws Problem when the request cannot be granted
         */
        Answer answer(Request request);
    }

    public Route {
        methods = Set.copyOf(methods);
        parameters = Set.copyOf(parameters);
    }

    public static Route get(String path, Endpoint endpoint) {
        return new Route(Set.of("GET"), path, Set.of(), Guard.KEY, endpoint);
    }

    public static Route post(String path, Endpoint endpoint) {
        return new Route(Set.of("POST"), path, Set.of(), Guard.KEY, endpoint);
    }

    public static Route delete(String path, Endpoint endpoint) {
        return new Route(Set.of("DELETE"), path, Set.of(), Guard.KEY, endpoint);
    }

    public static Route getOrPost(String path, Endpoint endpoint) {
        return new Route(Set.of("GET", "POST"), path, Set.of(), Guard.KEY, endpoint);
    }

    /** The same for anybody. */
    public Route open() {
        return new Route(methods, path, parameters, Guard.OPEN, endpoint);
    }

    /** The same with parameters in the query. */
    public Route taking(String... names) {
        return new Route(methods, path, Set.of(names), guard, endpoint);
    }
}
