package io.sipcast.api;

import java.util.Set;

/**
 * A method of the interface and where it is found.
 *
 * @param methods HTTP methods it answers to: GET, POST, DELETE
 * @param path from the root; one part of it may be {@code :id}
 * @param guard who may call it
 */
public record Route(Set<String> methods, String path, Guard guard, Endpoint endpoint) {
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
    }

    public static Route get(String path, Endpoint endpoint) {
        return new Route(Set.of("GET"), path, Guard.KEY, endpoint);
    }

    public static Route post(String path, Endpoint endpoint) {
        return new Route(Set.of("POST"), path, Guard.KEY, endpoint);
    }

    public static Route getOrPost(String path, Endpoint endpoint) {
        return new Route(Set.of("GET", "POST"), path, Guard.KEY, endpoint);
    }

    public static Route delete(String path, Endpoint endpoint) {
        return new Route(Set.of("DELETE"), path, Guard.KEY, endpoint);
    }

    /** The same for anybody. */
    public Route open() {
        return new Route(methods, path, Guard.OPEN, endpoint);
    }
}
