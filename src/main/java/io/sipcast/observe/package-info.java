/**
 * How the gateway is watched without being told its secrets: logs that cannot flood, masking,
 * faults in words.
 */
@NullMarked
package io.sipcast.observe;

import org.jspecify.annotations.NullMarked;
