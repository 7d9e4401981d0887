package io.sipcast.media;

import java.nio.ByteBuffer;

/** What a {@link MediaSession} gives out, on the thread that called it. */
public interface MediaOutput {
    /**
     * The next block of sound; there is no hole between it and the one before, unless nobody
     * listened in between.
     */
    void audio(Pcm block);

    /**
     * Nobody listens ({@link MediaSession#listen}), so there are no blocks, but the sound of this
     * stream time has come.
     *
     * @return from which stream time on sound is to be kept for who listens next
     */
    default long unheard(long untilNanos) {
        return untilNanos;
    }

    /** The next picture in decoding order; the first is a key frame. */
    void video(MediaUnit unit);

    /** A datagram for the peer's RTP port, which the receiver owns from now on. */
    void sendRtp(MediaTrack track, ByteBuffer datagram);

    /** A datagram for the peer's RTCP port, which the receiver owns from now on. */
    void sendRtcp(MediaTrack track, ByteBuffer datagram);

    /**
     * The peer has pressed a key and let it go.
     *
     * @param beganNanos on the clock of the ticks
     */
    void key(char key, long beganNanos, long durationNanos);

    /** RTCP is of no use: ask for a key frame by SIP INFO, RFC 5168. */
    void signalKeyFrame();
}
