/**
 * Runs the gateway and what is compared with it, in turns, under the same load, and asks the kernel
 * what each of them took.
 *
 * <pre>
 * Bench -> Plan -> Scenario -> Pipe (gateway, ffmpeg) -> Observer -> Reading
 *                      Reading -> Rounds, Knee -> Figure -> Report (table, JSON, Markdown, SVG)
 * </pre>
 */
@NullMarked
package io.sipcast.bench.run;

import org.jspecify.annotations.NullMarked;
