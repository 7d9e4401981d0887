/** What the node measures of itself, for Prometheus. */
@NullMarked
package io.sipcast.api.metrics;

import org.jspecify.annotations.NullMarked;
