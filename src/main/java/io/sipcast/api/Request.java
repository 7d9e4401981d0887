package io.sipcast.api;

/**
 * A request for a method.
 *
 * @param path as it was asked for, without the query
 * @param query the parameters behind the path, only those that the route takes
 * @param accept the media types that the client takes, as it says; empty when it does not
 * @param id what stands for {@code :id} in the route's path, decoded; empty when it has none
 */
public record Request(String path, Query query, String id, String accept, Fields body) {
    /** Whether the client asks for text rather than JSON. */
    public boolean wantsText() {
        return accept.startsWith("text/plain");
    }
}
