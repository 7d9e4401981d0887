package io.sipcast.rtmp.flv;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the media in a tag body of enhanced RTMP, version 2:
 *
 * <pre>
 * video: 1 | frame type 3 | packet 4 | (modifier)* | (tracks 4, packet 4) | codec 32 | (track) | data
 * audio: format 4 (9)     | packet 4 | (modifier)* | (tracks 4, packet 4) | codec 32 | (track) | data
 * modifier: size-1 8 (255: size-1 16 follows) | its data | type 4 | packet 4
 * track, of one: number 8; of several: (codec 32 where each has its own) | number 8 | size 24
 * </pre>
 *
 * <p>Of several tracks it is the one with the number 0: the others are versions of it for players
 * that choose.
 *
 * @param frameType of video; 0 of audio
 * @param packet what the data is: see {@link FlvBody}
 * @param codec four characters
 * @param nanos what the time of the tag is to be made finer by, below a millisecond
 * @param from where the data begin
 * @param to where they end
 */
record EnhancedHead(int frameType, int packet, int codec, int nanos, int from, int to) {
    /** A video "command" (seek marks), which carries no media. */
    private static final int COMMAND = 5;

    private static final int METADATA = 4;
    private static final int VIDEO_MULTITRACK = 6;
    private static final int AUDIO_MULTITRACK = 5;
    private static final int MODIFIER = 7;

    private static final int NANOSECONDS = 0;
    private static final int MOST_NANOS = 999_999;

    private static final int ONE_TRACK = 0;
    private static final int SEVERAL = 1;
    private static final int SEVERAL_CODECS = 2;

    /** None that is known sends more than one; each costs a tag's bytes at least. */
    private static final int MOST_MODIFIERS = 16;

    /**
     * Reads that of a picture, or of what goes with pictures.
     *
     * @return null for what carries no media, and where the first track has no part in it
     * @throws ProtocolException TRUNCATED or MALFORMED
     */
    static @Nullable EnhancedHead video(byte[] body) {
        return new Reader(body, VIDEO_MULTITRACK).read(true);
    }

    /** Reads that of sound, as {@link #video}. */
    static @Nullable EnhancedHead audio(byte[] body) {
        return new Reader(body, AUDIO_MULTITRACK).read(false);
    }

    /** Walks through one body. */
    private static final class Reader {
        private final byte[] body;
        private final int multitrack;
        private int at;
        private int packet;
        private int nanos;

        Reader(byte[] body, int multitrack) {
            this.body = body;
            this.multitrack = multitrack;
        }

        @Nullable EnhancedHead read(boolean video) {
            int first = u8();
            int frameType = video ? (first >>> 4) & 0b111 : 0;
            packet = first & 0x0F;
            for (int i = 0; packet == MODIFIER; i++) {
                if (i == MOST_MODIFIERS) {
                    throw new ProtocolException(Fault.MALFORMED, "more modifiers than media");
                }
                modifier();
            }
            if (frameType == COMMAND && packet != METADATA) {
                return null;
            }
            if (packet != multitrack) {
                return head(frameType, u32(), body.length);
            }
            int tracks = u8();
            packet = tracks & 0x0F;
            if (packet == multitrack || packet == MODIFIER) {
                throw new ProtocolException(Fault.MALFORMED, "tracks within tracks");
            }
            return track(frameType, tracks >>> 4);
        }

        private void modifier() {
            int size = u8() + 1;
            if (size == 256) {
                size = u16() + 1;
            }
            int data = at;
            skip(size);
            int next = u8();
            packet = next & 0x0F;
            if (next >>> 4 == NANOSECONDS && size >= 3) {
                int offset =
                        (body[data] & 0xFF) << 16
                                | (body[data + 1] & 0xFF) << 8
                                | (body[data + 2] & 0xFF);
                nanos = Math.min(offset, MOST_NANOS);
            }
        }

        private @Nullable EnhancedHead track(int frameType, int kind) {
            return switch (kind) {
                case ONE_TRACK -> {
                    int codec = u32();
                    yield u8() == 0 ? head(frameType, codec, body.length) : null;
                }
                case SEVERAL -> firstOf(frameType, u32(), false);
                case SEVERAL_CODECS -> firstOf(frameType, 0, true);
                default -> throw new ProtocolException(Fault.UNSUPPORTED, "tracks of kind " + kind);
            };
        }

        private @Nullable EnhancedHead firstOf(int frameType, int codecOfAll, boolean ownCodecs) {
            while (at < body.length) {
                int codec = ownCodecs ? u32() : codecOfAll;
                int number = u8();
                int size = u24();
                int from = at;
                skip(size);
                if (number == 0) {
                    return new EnhancedHead(frameType, packet, codec, nanos, from, at);
                }
            }
            return null;
        }

        private EnhancedHead head(int frameType, int codec, int to) {
            return new EnhancedHead(frameType, packet, codec, nanos, at, to);
        }

        private int u8() {
            require(1);
            return body[at++] & 0xFF;
        }

        private int u16() {
            return (u8() << 8) | u8();
        }

        private int u24() {
            return (u16() << 8) | u8();
        }

        private int u32() {
            return (u16() << 16) | u16();
        }

        private void skip(int size) {
            require(size);
            at += size;
        }

        private void require(int size) {
            if (body.length - at < size) {
                throw new ProtocolException(Fault.TRUNCATED, "body of " + body.length + " B");
            }
        }
    }
}
