/**
 * The other ends of what is measured: who calls, watches and takes streams, at a low cost of their
 * own.
 */
@NullMarked
package io.sipcast.bench.peers;

import org.jspecify.annotations.NullMarked;
