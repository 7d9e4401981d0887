package io.sipcast.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sipcast.media.AudioCodecs;
import io.sipcast.media.AudioPayload;
import io.sipcast.media.AudioTrack;
import io.sipcast.media.Format.VideoCodec;
import io.sipcast.media.MediaOutput;
import io.sipcast.media.MediaSession;
import io.sipcast.media.MediaTrack;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Negotiated;
import io.sipcast.media.Pcm;
import io.sipcast.media.TelephoneEvents;
import io.sipcast.media.VideoPayload;
import io.sipcast.media.VideoTrack;
import io.sipcast.rtp.payload.AudioEncoding;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/**
 * RTP and RTCP of a whole call from a stranger: nothing is thrown, the sound has no hole and no
 * overlap, pictures never go back. A datagram is a byte (1 video, 2 to the RTCP port, the rest how
 * many ms after the last one), its length in a byte, its bytes.
 */
@Tag("fuzz")
final class SessionFuzzTest {
    private static final long MILLIS = 1_000_000L;
    private static final long START = 1_000_000_000L;
    private static final AudioPayload SOUND = new AudioPayload(0, AudioEncoding.PCMU);

    @FuzzTest
    void datagrams(byte[] input) {
        var heard = new Heard();
        MediaSession session = session(heard);
        ByteBuffer in = ByteBuffer.wrap(input);
        long now = START;
        long ticked = START;
        while (in.remaining() >= 2) {
            int head = in.get() & 0xFF;
            byte[] datagram = new byte[Math.min(in.get() & 0xFF, in.remaining())];
            in.get(datagram);
            now += (head >> 2) * MILLIS;
            for (; ticked <= now; ticked += 10 * MILLIS) {
                session.tick(ticked);
            }
            MediaTrack track = (head & 1) != 0 ? MediaTrack.VIDEO : MediaTrack.AUDIO;
            if ((head & 2) != 0) {
                session.rtcp(track, ByteBuffer.wrap(datagram), now);
            } else {
                session.rtp(track, ByteBuffer.wrap(datagram), now);
            }
        }
        session.tick(now + 10 * MILLIS);
        session.stats();
        session.close(now + 20 * MILLIS);
    }

    private static MediaSession session(MediaOutput out) {
        var events = new TelephoneEvents(OptionalInt.of(101), Map.of(101, 8000));
        var pictures =
                new VideoTrack(
                        List.of(
                                new VideoPayload(96, VideoCodec.H264),
                                new VideoPayload(98, VideoCodec.VP8),
                                new VideoPayload(99, VideoCodec.H265)),
                        true,
                        true,
                        true);
        return new MediaSession(
                MediaSession.Settings.DEFAULT,
                AudioCodecs.G711,
                new Negotiated(
                        new AudioTrack(SOUND, List.of(SOUND), true, true, events, 20), pictures),
                out,
                new Random(1),
                Instant.ofEpochSecond(1_800_000_000),
                START);
    }

    private static final class Heard implements MediaOutput {
        private long soundEnd = Long.MIN_VALUE;
        private long pictureDts = Long.MIN_VALUE;

        @Override
        public void audio(Pcm block) {
            if (soundEnd != Long.MIN_VALUE && block.startNanos() != soundEnd) {
                throw new AssertionError("sound from " + block.startNanos() + " after " + soundEnd);
            }
            soundEnd = block.endNanos();
        }

        @Override
        public void video(MediaUnit unit) {
            if (unit.dtsNanos() <= pictureDts || (pictureDts == Long.MIN_VALUE && !unit.key())) {
                throw new AssertionError(
                        "a picture at " + unit.dtsNanos() + " after " + pictureDts);
            }
            pictureDts = unit.dtsNanos();
        }

        @Override
        public void sendRtp(MediaTrack track, ByteBuffer datagram) {}

        @Override
        public void sendRtcp(MediaTrack track, ByteBuffer datagram) {}

        @Override
        public void key(char key, long beganNanos, long durationNanos) {}

        @Override
        public void signalKeyFrame() {}
    }
}
