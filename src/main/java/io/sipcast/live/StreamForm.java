package io.sipcast.live;

/**
 * In which form a subscriber wants a stream.
 *
 * @param audio how PCM is to be encoded; encoded sound comes as it is
 */
public record StreamForm(AacSpec audio) {}
