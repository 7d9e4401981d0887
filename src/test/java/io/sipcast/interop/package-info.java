/** The gateway as users run it, with real peers around it; judged by what comes out, decoded. */
@NullMarked
package io.sipcast.interop;

import org.jspecify.annotations.NullMarked;
