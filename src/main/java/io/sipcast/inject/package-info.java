/**
 * What a callee can be made to hear and see: sound files and live streams, as {@link
 * io.sipcast.media.Injection} for the session of its call.
 */
@NullMarked
package io.sipcast.inject;

import org.jspecify.annotations.NullMarked;
