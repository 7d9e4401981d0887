package io.sipcast.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.sipcast.live.Expected;
import io.sipcast.live.LiveStream;
import io.sipcast.live.StreamForm;
import io.sipcast.live.Subscription;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Sink;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.Metadata;
import io.sipcast.rtmp.flv.Rates;
import io.sipcast.rtmp.flv.UnitWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a subscription has and writes it to an RTMP connection, only while the channel takes
 * it, with one flush a turn. Whoever is slow leaves its units in the stream, whose policy then
 * skips. On the channel's loop, but for the stream's call that there is more.
 */
final class MediaPump implements Sink<FlvTag> {
    /** The message stream that media go to. */
    interface Outlet {
        /** Puts metadata into the machine's outbox. */
        void metadata(Metadata metadata);

        int size(FlvTag tag);

        void write(FlvTag tag, ByteBuffer out);
    }

    /** A turn of the loop is not taken by one reader that catches up. */
    private static final int UNITS_PER_TURN = 64;

    /**
     * So many of a stream's first units wait for its other track, for whole metadata, where nobody
     * knows when that will come.
     */
    private static final int MOST_HELD = 32;

    private final Channel channel;
    private final RtmpOutput output;
    private final Outlet outlet;
    private final Runnable ended;
    private final UnitWriter writer = new UnitWriter();
    private final List<MediaUnit> held = new ArrayList<>();
    private final Runnable pump = this::pump;
    private @Nullable Subscription subscription;
    private Expected expected = new Expected(false, false, Duration.ZERO);
    private boolean begun;
    private Format.@Nullable Video video;
    private Format.@Nullable Audio audio;
    private long units;
    private Rates rates = new Rates();
    private boolean ratesTold;

    /**
     * A pump that is not connected to a stream yet.
     *
     * @param ended called once the stream has ended and all of it is written
     */
    MediaPump(Channel channel, RtmpOutput output, Outlet outlet, Runnable ended) {
        this.channel = channel;
        this.output = output;
        this.outlet = outlet;
        this.ended = ended;
    }

    /** Begins with the stream's cached key frame. */
    void start(LiveStream stream, StreamForm form) {
        stop();
        start(stream, form, stream.subscribe(form, this::wake));
    }

    /** The same for somebody who plays it. */
    void view(LiveStream stream, StreamForm form) {
        stop();
        start(stream, form, stream.view(form, this::wake));
    }

    private void start(LiveStream stream, StreamForm form, Subscription subscribed) {
        expected = stream.expected(form);
        subscription = subscribed;
        pump();
    }

    private void wake() {
        channel.eventLoop().execute(pump);
    }

    void stop() {
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
    }

    /** Why pictures are encoded anew, as a sentence; empty while they go through. */
    String transcodingReason() {
        return subscription == null ? "" : subscription.transcodingReason();
    }

    /** How far the next unit to be written is behind the stream; negative without a stream. */
    long behindMillis() {
        return subscription == null ? -1 : subscription.behindNanos() / 1_000_000;
    }

    /** Pictures of this stream that were left out. */
    long droppedPictures() {
        return subscription == null ? 0 : subscription.skippedPictures();
    }

    /** Units written. */
    long units() {
        return units;
    }

    /** Writes what there is; to be called when the channel has become writable again, too. */
    void pump() {
        Subscription source = subscription;
        if (source == null) {
            return;
        }
        int turn = 0;
        while (channel.isWritable() && turn < UNITS_PER_TURN) {
            MediaUnit unit = source.poll();
            if (unit == null) {
                break;
            }
            turn++;
            take(unit);
        }
        if (source.ended()) {
            begin();
            output.flush();
            stop();
            ended.run();
            return;
        }
        output.flush();
        if (turn == UNITS_PER_TURN) {
            channel.eventLoop().execute(pump);
        }
    }

    private void take(MediaUnit unit) {
        boolean news = learn(unit.format());
        if (begun) {
            if (news) {
                tellFormats();
            } else if (!ratesTold && rates.known()) {
                tellFormats(); // again: what nobody knew at the beginning
            }
            write(unit);
            return;
        }
        held.add(unit);
        boolean whole =
                (video != null || !expected.video()) && (audio != null || !expected.audio());
        if (whole || (held.size() >= MOST_HELD && !willComeSoon(unit))) {
            begin();
        }
    }

    /** Whether the track that is missing may still come as it is expected to. */
    private boolean willComeSoon(MediaUnit newest) {
        long waited = newest.dtsNanos() - held.getFirst().dtsNanos();
        return waited < expected.picturesWithin().toNanos();
    }

    private void begin() {
        if (!begun && !held.isEmpty()) {
            begun = true;
            tellFormats();
            held.forEach(this::write);
            held.clear();
        }
    }

    private boolean learn(Format format) {
        return switch (format) {
            case Format.Video picture -> {
                boolean news = !picture.equals(video);
                if (news) {
                    rates = new Rates(); // other pictures may come more often
                }
                video = picture;
                yield news;
            }
            case Format.Audio sound -> {
                boolean news = !sound.equals(audio);
                audio = sound;
                yield news;
            }
        };
    }

    private void tellFormats() {
        ratesTold = rates.known();
        outlet.metadata(
                new Metadata(
                        video,
                        audio,
                        rates.framesPerSecond(),
                        rates.videoBitsPerSecond(),
                        rates.audioBitsPerSecond()));
        output.takeOutbox();
    }

    private void write(MediaUnit unit) {
        units++;
        if (!ratesTold) {
            rates.add(unit);
        }
        writer.process(unit, this);
    }

    @Override
    public void accept(FlvTag tag) {
        int size = outlet.size(tag);
        ByteBuf out = output.room(size);
        outlet.write(tag, out.internalNioBuffer(out.writerIndex(), size));
        out.writerIndex(out.writerIndex() + size);
    }
}
