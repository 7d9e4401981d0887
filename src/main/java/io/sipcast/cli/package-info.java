/**
 * A call from the command line: a client of the gateway's own REST interface and of its live
 * events, which shows what they say in a terminal, in lines or as JSON.
 *
 * <pre>
 * EventFeed ──events──► queue ──► CallSession ──► CallView ──► Display
 * GatewayClient ─answers──┘            └── DELETE at Ctrl-C
 * </pre>
 *
 * <p>All decisions are made on the one thread that runs {@link io.sipcast.cli.CallSession}; the
 * rest puts what it learns into its queue.
 *
 * <table>
 * <caption>Specifications</caption>
 * <tr><td>HTML §9.2 server-sent events: fields, line ends, retry, Last-Event-ID</td><td>yes</td></tr>
 * <tr><td>RFC 9457 problem details: shown as the gateway words them</td><td>yes</td></tr>
 * <tr><td>no-color.org, COLUMNS, TERM=dumb</td><td>yes</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.cli;

import org.jspecify.annotations.NullMarked;
