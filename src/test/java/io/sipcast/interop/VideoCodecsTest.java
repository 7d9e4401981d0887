package io.sipcast.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.media.AudioCodecs;
import io.sipcast.media.Format.VideoCodec;
import io.sipcast.media.MediaOutput;
import io.sipcast.media.MediaSession;
import io.sipcast.media.MediaTrack;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Negotiated;
import io.sipcast.media.Pcm;
import io.sipcast.media.VideoPayload;
import io.sipcast.media.VideoTrack;
import io.sipcast.peer.RtpClip;
import io.sipcast.rtp.RtpPacket;
import io.sipcast.transcode.PictureDecoder;
import io.sipcast.transcode.PictureDecoder.Shown;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What real encoders make, sent by a real RTP sender, comes out of a session picture by picture:
 * each decodes to what the sender's own decoder shows, at its time.
 */
@Tag("interop")
class VideoCodecsTest {
    private static final long MILLIS = 1_000_000L;

    /** x264 and x265 reorder over two pictures at most; the first ones are still being placed. */
    private static final int MOST_REORDERED = 2;

    private static final long SLOWEST_NANOS = 121 * MILLIS;
    private static final int TYPE = 96;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "libx264 -profile:v baseline -bf 0",
                "libx264 -profile:v main -bf 1 -slices 3",
                "libx264 -profile:v high -bf 2 -b_strategy 0",
                "libx264 -bf 3 -b_strategy 0 -x264-params b-pyramid=none",
                "libx264 -bf 3 -b_strategy 0 -x264-params b-pyramid=normal:ref=4",
            })
    void h264(String options) {
        check(VideoCodec.H264, RtpClip.of(options, "mpegts"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "libvpx -deadline realtime -cpu-used 8",
                "libvpx -deadline realtime -cpu-used 8 -slices 4 -error-resilient 1",
            })
    void vp8(String options) {
        check(VideoCodec.VP8, RtpClip.of(options, "ivf"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "libx265 -preset ultrafast -x265-params bframes=0:log-level=none",
                "libx265 -preset fast -x265-params bframes=3:b-adapt=0:log-level=none",
                "libx265 -preset fast -x265-params bframes=3:open-gop=1:keyint=25:log-level=none",
                "libx265 -preset fast -x265-params bframes=2:slices=2:open-gop=0:log-level=none",
            })
    void h265(String options) {
        check(VideoCodec.H265, RtpClip.of(options, "mpegts"));
    }

    private static void check(VideoCodec codec, RtpClip clip) {
        List<MediaUnit> units = received(codec, clip.packets());
        List<Shown> shown = PictureDecoder.decode(units);
        assertThat(shown).extracting(Shown::checksum).isEqualTo(clip.checksums());
        assertThat(shown).extracting(Shown::width).containsOnly(RtpClip.WIDTH);
        assertThat(units).extracting(MediaUnit::dtsNanos).isSorted().doesNotHaveDuplicates();
        assertThat(units.getFirst().key()).isTrue();
        assertTimes(units, clip.ticks());
    }

    /**
     * Once pictures are in their place (by arrival: after some seconds) they keep their distances.
     */
    private static void assertTimes(List<MediaUnit> units, List<Long> ticks) {
        List<Long> pts = units.stream().map(MediaUnit::ptsNanos).sorted().toList();
        List<Long> sent = ticks.stream().sorted().toList();
        assertThat(pts).hasSameSizeAs(sent).doesNotHaveDuplicates();
        int last = pts.size() - 1;
        for (int i = last / 2; i < last; i++) {
            double expected = (sent.get(last) - sent.get(i)) / 90.0;
            double found = (pts.get(last) - pts.get(i)) / 1e6;
            assertThat(found).as("picture %d", i).isCloseTo(expected, within(2.0));
        }
        long longest =
                units.stream().mapToLong(unit -> unit.ptsNanos() - unit.dtsNanos()).max().orElse(0);
        assertThat(longest).isLessThanOrEqualTo(MOST_REORDERED * SLOWEST_NANOS);
    }

    /** Packets come when the latest picture so far is due; those of B pictures with it. */
    private static List<MediaUnit> received(VideoCodec codec, List<byte[]> packets) {
        var output = new Output();
        var track = new VideoTrack(List.of(new VideoPayload(TYPE, codec)), true, false, true);
        var session =
                new MediaSession(
                        MediaSession.Settings.DEFAULT,
                        AudioCodecs.G711,
                        new Negotiated(null, track),
                        output,
                        new Random(1),
                        Instant.EPOCH,
                        0);
        long now = 0;
        long timestamp = -1;
        for (byte[] packet : packets) {
            long next = RtpPacket.read(ByteBuffer.wrap(packet), now).timestamp();
            int later = timestamp < 0 ? 0 : (int) (next - timestamp);
            if (later > 0) {
                for (int i = 0; i < 10; i++) {
                    now += later * (MILLIS / 90) / 10;
                    session.tick(now);
                }
            }
            timestamp = timestamp < 0 || later > 0 ? next : timestamp;
            session.rtp(MediaTrack.VIDEO, ByteBuffer.wrap(packet), now);
        }
        var stats = Objects.requireNonNull(session.stats().video());
        assertThat(stats.codec()).isEqualTo(codec);
        assertThat(stats.incomplete()).isZero();
        assertThat(stats.malformed()).isZero();
        return output.units;
    }

    private static final class Output implements MediaOutput {
        final List<MediaUnit> units = new ArrayList<>();

        @Override
        public void audio(Pcm block) {}

        @Override
        public void video(MediaUnit unit) {
            units.add(unit);
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
