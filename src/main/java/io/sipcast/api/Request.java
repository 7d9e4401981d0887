package io.sipcast.api;

/**
 * A request for a method.
 *
 * @param path as it was asked for, without the query
 * @param id what stands for {@code :id} in the route's path, decoded; empty when it has none
 */
public record Request(String path, String id, Fields body) {}
