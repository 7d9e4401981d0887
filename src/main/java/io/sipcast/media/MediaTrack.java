package io.sipcast.media;

/** The two tracks of a call, each with its own pair of ports. */
public enum MediaTrack {
    AUDIO,
    VIDEO
}
