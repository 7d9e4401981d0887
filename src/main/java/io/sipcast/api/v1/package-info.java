/** Our own REST interface, {@code /api/v1}: what there is to know of calls, and pulls. */
@NullMarked
package io.sipcast.api.v1;

import org.jspecify.annotations.NullMarked;
