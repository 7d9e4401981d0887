/**
 * Targets of the fuzzer. Under {@code make test} they see the corpus in {@code
 * src/test/resources/io/sipcast/fuzz}; {@code make fuzz} lets Jazzer look for more.
 */
@NullMarked
package io.sipcast.fuzz;

import org.jspecify.annotations.NullMarked;
