package io.sipcast.bench.jmh;

import io.sipcast.bench.jmh.PacketPath.Output;
import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.PcmEncoder;
import io.sipcast.live.Publication;
import io.sipcast.live.ResampledEncoder;
import io.sipcast.live.Slate;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.live.Subscription;
import io.sipcast.media.AacSettings;
import io.sipcast.media.AudioCodecs;
import io.sipcast.media.AudioEncoder;
import io.sipcast.media.AudioTrack;
import io.sipcast.media.Format;
import io.sipcast.media.MediaOutput;
import io.sipcast.media.MediaSession;
import io.sipcast.media.MediaStats;
import io.sipcast.media.MediaTrack;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Negotiated;
import io.sipcast.media.Pcm;
import io.sipcast.media.Sink;
import io.sipcast.media.VideoPayload;
import io.sipcast.media.VideoTrack;
import io.sipcast.media.aac.AacLcEncoder;
import io.sipcast.media.aac.FrameCoder;
import io.sipcast.rtmp.codec.aac.AudioSpecificConfig;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.UnitWriter;
import io.sipcast.rtmp.handshake.ClientHandshake;
import io.sipcast.rtmp.message.MessageLink;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.rtp.payload.G711;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A call in virtual time with all that a gateway does for it but sockets: datagrams in, ticks as
 * its loop makes them, the hub, and what one RTMP target gets.
 */
final class RunningCall implements MediaOutput, Sink<FlvTag>, AutoCloseable {
    private static final long TICK_NANOS = 10_000_000L;
    private static final long ORIGIN = 123_456_789_000L;
    private static final AacSpec AAC = new AacSpec(48_000, 64_000, AacSettings.Coder.AUTO);
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int STREAM_ID = 1;

    private final MediaSession session;
    private final LiveStream stream;
    private final @Nullable Subscription subscription;
    private final UnitWriter writer = new UnitWriter();
    private final MessageLink link =
            new MessageLink(
                    new ClientHandshake(ClientHandshake.Form.SIMPLE, new Random(1)),
                    RtmpLimits.DEFAULT);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private long nowNanos = ORIGIN;
    private long nextTickNanos = ORIGIN;
    private long sounds;
    private long pictures;
    private long written;

    RunningCall(boolean video, Output output) {
        VideoTrack track =
                video
                        ? new VideoTrack(
                                List.of(
                                        new VideoPayload(
                                                SentPackets.PICTURE_TYPE, Format.VideoCodec.H264)),
                                true,
                                true,
                                true)
                        : null;
        session =
                new MediaSession(
                        MediaSession.Settings.DEFAULT,
                        AudioCodecs.G711,
                        new Negotiated(AudioTrack.of(G711.PCMU), track),
                        this,
                        new Random(7),
                        Instant.ofEpochSecond(1_800_000_000),
                        ORIGIN);
        stream = open(video, output);
        link.sendChunkSize();
        subscription =
                output == Output.NOBODY
                        ? null
                        : stream.subscribe(new StreamForm(AAC).with(Slate.Mode.NEVER), () -> {});
    }

    private LiveStream open(boolean video, Output output) {
        var streams = new Streams((_, _) -> encoder(output), Runnable::run, () -> 0);
        try {
            return streams.open(
                    StreamName.ofCall("call"),
                    new Publication(
                            Runnable::run, Publication.Audio.PCM, video, session::requestKeyFrame));
        } catch (Streams.NameTakenException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PcmEncoder encoder(Output output) {
        return output == Output.RTMP
                ? ResampledEncoder.open(RunningCall::ours, G711.SAMPLE_RATE_HZ)
                : new FrameEachBlock();
    }

    private static AudioEncoder ours(int sourceRateHz) {
        var coder = new FrameCoder();
        return AacLcEncoder.sparing(aac(sourceRateHz), () -> coder);
    }

    private static AacSettings aac(int sourceRateHz) {
        return new AacSettings(
                AAC.sampleRateHz(),
                AAC.channels(),
                AAC.bitrateBps(),
                AAC.coder(),
                sourceRateHz / 2);
    }

    /** Takes its time of the one that is due next. */
    void receive(MediaTrack track, SentPackets packets) {
        runUntil(ORIGIN + packets.nextNanos());
        session.rtp(track, packets.next(), nowNanos);
    }

    private void runUntil(long nanos) {
        while (nextTickNanos <= nanos) {
            nowNanos = nextTickNanos;
            session.tick(nowNanos);
            nextTickNanos += TICK_NANOS;
            if (session.dueNanos(nowNanos) > nextTickNanos) {
                nextTickNanos += TICK_NANOS;
            }
        }
        nowNanos = nanos;
    }

    MediaStats stats() {
        return session.stats();
    }

    /** Bytes for the RTMP target so far. */
    long written() {
        return written;
    }

    /** Fails when nothing has come of what was received. */
    void check(boolean withPictures) {
        if (sounds == 0
                || (withPictures && pictures == 0)
                || (subscription != null && written == 0)) {
            throw new IllegalStateException(
                    "%d blocks of sound, %d pictures, %d bytes of RTMP: %s"
                            .formatted(sounds, pictures, written, session));
        }
    }

    @Override
    public void audio(Pcm block) {
        sounds++;
        stream.add(block);
        pump();
    }

    @Override
    public void video(MediaUnit unit) {
        pictures++;
        stream.add(unit);
        pump();
    }

    /** As {@code net.MediaPump} does it. */
    private void pump() {
        if (subscription == null) {
            return;
        }
        out.clear();
        for (MediaUnit unit = subscription.poll(); unit != null; unit = subscription.poll()) {
            writer.process(unit, this);
        }
        written += out.position();
    }

    @Override
    public void accept(FlvTag tag) {
        if (out.remaining() < link.size(STREAM_ID, tag)) {
            written += out.position();
            out.clear();
        }
        link.write(STREAM_ID, tag, out);
    }

    @Override
    public void sendRtp(MediaTrack track, ByteBuffer datagram) {
        // the network's
    }

    @Override
    public void sendRtcp(MediaTrack track, ByteBuffer datagram) {
        // the network's
    }

    @Override
    public void key(char key, long beganNanos, long durationNanos) {
        throw new IllegalStateException("nobody presses keys");
    }

    @Override
    public void signalKeyFrame() {
        // a key frame comes each second
    }

    @Override
    public void close() {
        session.close(nowNanos);
        stream.end();
        if (subscription != null) {
            subscription.close();
        }
    }

    /** What an encoder hands out, at no cost. */
    private static final class FrameEachBlock implements PcmEncoder {
        private static final Format.Audio FORMAT =
                new Format.Audio(
                        Format.AudioCodec.AAC,
                        AudioSpecificConfig.lc(48_000, 1).print(),
                        48_000,
                        1);
        private static final byte[] FRAME = new byte[150];

        @Override
        public void encode(Pcm block, Sink<? super MediaUnit> out) {
            long at = block.startNanos();
            out.accept(new MediaUnit(FORMAT, true, at, at, FRAME));
        }

        @Override
        public void close() {
            // nothing is native
        }
    }
}
