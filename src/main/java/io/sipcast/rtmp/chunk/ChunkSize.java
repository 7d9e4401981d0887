package io.sipcast.rtmp.chunk;

/** Chunk sizes, §5.4.1, and the place of a timestamp's escape, §5.3.1.3. */
final class ChunkSize {
    /** What both ends begin with. */
    static final int INITIAL = 128;

    /** A message is no longer than this, so no chunk is. */
    static final int MAX = 0xFF_FFFF;

    /** In the 24 bits of a timestamp: the extended one follows. */
    static final int EXTENDED = 0xFF_FFFF;

    private ChunkSize() {}
}
