/** What the readings come to: medians, ratios, the knee, goals; and how all that is shown. Pure. */
@NullMarked
package io.sipcast.bench.run.report;

import org.jspecify.annotations.NullMarked;
