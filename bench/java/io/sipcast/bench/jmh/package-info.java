/** What single parts cost, in time and garbage: run by {@code bench/jmh}. */
@NullMarked
package io.sipcast.bench.jmh;

import org.jspecify.annotations.NullMarked;
