package io.sipcast.cli;

/**
 * A line of the story of a call.
 *
 * @param timed false for one that belongs to the line before
 * @param text on one line, without control characters
 */
record Note(Tone tone, boolean timed, String text) {
    Note {
        text = Clean.text(text);
    }

    static Note of(Tone tone, String text) {
        return new Note(tone, true, text);
    }

    static Note plain(String text) {
        return of(Tone.PLAIN, text);
    }

    /** More of the one before. */
    static Note more(String text) {
        return new Note(Tone.PLAIN, false, text);
    }
}
