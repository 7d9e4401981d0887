package io.sipcast.cli;

/**
 * One event of a stream of server-sent events.
 *
 * @param id the last one that the stream gave, this event's own or an earlier one's; may be empty
 * @param name {@code message} where the stream gave none
 * @param data its lines, joined by line feeds
 */
record ServerEvent(String id, String name, String data) {}
