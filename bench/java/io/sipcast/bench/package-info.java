/** Measures the gateway as its users run it, beside what they would run instead. */
@NullMarked
package io.sipcast.bench;

import org.jspecify.annotations.NullMarked;
