package io.sipcast.media;

import io.sipcast.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntPredicate;

/** A call in virtual time whose callee sends these payloads every 20 ms, or leaves some out. */
final class HeardCall implements MediaOutput {
    private static final long MILLIS = 1_000_000L;
    private static final long ORIGIN = 5_000_000_000L;
    private static final int PACKET_MILLIS = 20;

    private final AudioPayload format;
    private final MediaSession session;
    private short[] heard = new short[48_000];
    private short[] side = new short[48_000];
    private final List<Pcm> blocks = new ArrayList<>();
    private int count;
    private long endNanos;
    private long nowMillis;
    private int sequence = 65_000;
    private long timestamp = 0xFFFF_0000L;

    HeardCall(AudioPayload format, AudioCodecs codecs) {
        this(format, codecs, MediaSession.Settings.DEFAULT);
    }

    HeardCall(AudioPayload format, AudioCodecs codecs, MediaSession.Settings settings) {
        this.format = format;
        var track = new AudioTrack(format, List.of(format), true, true, TelephoneEvents.NONE, 20);
        session =
                new MediaSession(
                        settings,
                        codecs,
                        new Negotiated(track, null),
                        this,
                        new Random(1),
                        Instant.ofEpochSecond(1_800_000_000),
                        ORIGIN);
    }

    /** All of them in their order; those that are lost have been sent. */
    HeardCall send(byte[][] payloads, IntPredicate lost) {
        for (int i = 0; i < payloads.length; i++) {
            packet(payloads[i], lost.test(i));
        }
        return this;
    }

    void packet(byte[] payload, boolean lost) {
        ByteBuffer datagram = ByteBuffer.allocate(RtpPacket.HEADER_SIZE + payload.length);
        RtpPacket.writeHeader(datagram, false, format.payloadType(), sequence++, timestamp, 0x5EED);
        if (!lost) {
            session.rtp(MediaTrack.AUDIO, datagram.put(payload).flip(), now());
        }
        pass(PACKET_MILLIS);
    }

    /** The sender has nothing to send for a while: DTX. */
    void pause(int millis) {
        pass(millis);
    }

    private void pass(int millis) {
        timestamp += (long) millis * format.encoding().clockHz() / 1000;
        for (int passed = 0; passed < millis; passed += 10) {
            session.tick(now());
            nowMillis += 10;
        }
    }

    private long now() {
        return ORIGIN + nowMillis * MILLIS;
    }

    /** What went on air: nothing is missing in it. */
    short[] heard() {
        return Arrays.copyOf(heard, count);
    }

    /** Left less right, halved. */
    short[] side() {
        return Arrays.copyOf(side, count);
    }

    List<Pcm> blocks() {
        return List.copyOf(blocks);
    }

    MediaStats.Audio stats() {
        return Objects.requireNonNull(session.stats().audio());
    }

    @Override
    public void audio(Pcm block) {
        if (block.startNanos() != endNanos) {
            throw new AssertionError("a hole at " + endNanos);
        }
        endNanos = block.endNanos();
        blocks.add(block);
        int length = block.samples().length;
        if (count + length > heard.length) {
            heard = Arrays.copyOf(heard, 2 * (count + length));
            side = Arrays.copyOf(side, heard.length);
        }
        if (block.side() != null) {
            System.arraycopy(block.side(), 0, side, count, length);
        }
        System.arraycopy(block.samples(), 0, heard, count, length);
        count += length;
    }

    @Override
    public void video(MediaUnit unit) {
        throw new AssertionError("no pictures here");
    }

    @Override
    public void sendRtp(MediaTrack track, ByteBuffer datagram) {
        // Silence for the callee.
    }

    @Override
    public void sendRtcp(MediaTrack track, ByteBuffer datagram) {
        // Reports for the callee.
    }

    @Override
    public void key(char key, long beganNanos, long durationNanos) {
        throw new AssertionError("no keys here");
    }

    @Override
    public void signalKeyFrame() {
        throw new AssertionError("no pictures here");
    }
}
