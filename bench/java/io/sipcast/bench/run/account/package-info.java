/** What the kernel and the JVM have booked: CPU, memory, pauses, and what machine it was. */
@NullMarked
package io.sipcast.bench.run.account;

import org.jspecify.annotations.NullMarked;
