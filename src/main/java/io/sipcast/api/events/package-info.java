/**
 * What happens on this node, told as it happens: server-sent events.
 *
 * <p>Whoever changes says only that it has changed, on whatever thread that is. What it is like now
 * is read afterwards, on one virtual thread after the other, so that changes in quick succession
 * are told as one, the last event of an object is what the REST methods show of it, and nobody who
 * changes waits. While nobody listens nothing is read at all.
 *
 * <table>
 * <caption>Specifications</caption>
 * <tr><td>HTML Standard §9.2 Server-sent events</td><td>yes: id, event, data, retry, comments,
 * Last-Event-ID</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.api.events;

import org.jspecify.annotations.NullMarked;
