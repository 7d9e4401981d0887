@NullMarked
package io.sipcast.inject;

import org.jspecify.annotations.NullMarked;
