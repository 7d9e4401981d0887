package io.sipcast.ingest;

/** What a strict ingest demands of a live stream. */
public enum Rule {
    /** Bodies are what FLV §E.4.2 and §E.4.3 say, with AAC and H.264 inside. */
    READABLE,
    /** onMetaData comes before the first medium and names each track that comes. */
    METADATA_FIRST,
    /** A track's sequence header comes before its first picture or frame. */
    HEADERS_FIRST,
    /** A sequence header never changes, nor is it sent again. */
    HEADERS_UNCHANGED,
    /** The first picture is a key frame, and what is called one is an IDR picture. */
    KEY_FRAME_FIRST,
    /** Both sound and pictures come, the second one at most 5 s after the first. */
    BOTH_TRACKS,
    /** Time begins at nought. */
    STARTS_AT_NOUGHT,
    /** DTS rises strictly within a track. */
    DTS_RISES,
    /** DTS never falls from one message to the next, whatever the track. */
    DTS_IN_ORDER,
    /** The time of display is never before that of decoding, nor a second after. */
    COMPOSITION,
    /** IDR pictures of H.264 that follow one another differ: §7.4.3 wants other idr_pic_ids. */
    KEY_FRAMES_DIFFER,
    /** No 4 s without a key frame. */
    KEY_FRAME_INTERVAL,
    /** No more than 100 ms from one frame of sound to the next. */
    NO_AUDIO_HOLE,
    /** Neither track is ever more than 2 s ahead of the other. */
    TRACKS_TOGETHER
}
