package io.sipcast.media;

import org.jspecify.annotations.Nullable;

/**
 * What the peer gets of us at one moment, in words.
 *
 * @param hears {@code silence}, {@code noise}, the name of what is injected, or {@code nothing}
 * @param sees {@code slate}, the name of what is injected, or {@code nothing}
 * @param injected the name of what is injected; null when nothing is
 * @param note why not all of that reaches the peer; null when it does
 */
public record Toward(String hears, String sees, @Nullable String injected, @Nullable String note) {}
