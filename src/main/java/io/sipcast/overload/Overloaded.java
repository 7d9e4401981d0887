package io.sipcast.overload;

/**
 * That nothing new is taken on.
 *
 * @param reason what there is too much of
 * @param sentence the same for people, with the limit, and good for as long as it lasts
 */
public record Overloaded(Refusal.Reason reason, String sentence) {}
