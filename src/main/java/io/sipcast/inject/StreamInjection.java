package io.sipcast.inject;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.live.LiveStream;
import io.sipcast.live.PcmReader;
import io.sipcast.live.Publication;
import io.sipcast.live.Subscription;
import io.sipcast.media.Format;
import io.sipcast.media.Injection;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import io.sipcast.transcode.AacDecoder;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A live stream of this node, from now on: samples of a call as they are, AAC of an encoder decoded
 * (a frame takes some hundredths of a millisecond), pictures untouched and beside their sound.
 */
public final class StreamInjection implements Injection {
    private static final double NANOS = 1e9;

    /** Calls give samples out evenly; what came over TCP does not come so. */
    private static final long CALL_NANOS = 60_000_000L;

    private static final long ENCODER_NANOS = 120_000_000L;
    private static final int MOST_PICTURES = 256;
    private static final long KEY_NANOS = 1_000_000_000L;

    /** Pictures wait so long for the first sound. */
    private static final long ALONE_NANOS = 500_000_000L;

    /** Pictures further from now than this belong to another timeline. */
    private static final long ASTRAY_NANOS = 2_000_000_000L;

    private final LiveStream stream;
    private final Subscription subscription;
    private final PcmReader samples;
    private final Playout playout;
    private final Deque<MediaUnit> pictures = new ArrayDeque<>();

    private Format.@Nullable Audio format;
    private @Nullable AacDecoder decoder;
    private boolean begun;
    private boolean awaitKey = true;
    private boolean asked;
    private long askedNanos;
    private long firstPictureNanos;
    private boolean anyPicture;

    /** Listens from now on. May wait for the libraries of the codecs. */
    public StreamInjection(LiveStream stream) {
        this.stream = stream;
        boolean pcm = stream.publication().audio() == Publication.Audio.PCM;
        if (!pcm) {
            AacDecoder.load();
        }
        subscription = stream.listen(() -> {}); // a tick comes every 10 ms
        samples = stream.samples();
        playout = new Playout(pcm ? CALL_NANOS : ENCODER_NANOS);
    }

    @Override
    public String name() {
        return stream.name().toString();
    }

    @Override
    public void tick(long nowNanos) {
        takeUnits(nowNanos);
        for (Pcm block = samples.next(); block != null; block = samples.next()) {
            playout.add(block);
        }
    }

    /** What the stream has kept of its past is not for who listens live. */
    private void takeUnits(long nowNanos) {
        for (MediaUnit unit = subscription.poll(); unit != null; unit = subscription.poll()) {
            if (begun) {
                take(unit, nowNanos);
            }
        }
        begun = true;
    }

    private void take(MediaUnit unit, long nowNanos) {
        switch (unit.format()) {
            case Format.Video _ -> takePicture(unit, nowNanos);
            case Format.Audio sound -> {
                if (sound.codec() == Format.AudioCodec.AAC) { // others are among the samples
                    decode(sound, unit);
                }
            }
        }
    }

    private void takePicture(MediaUnit unit, long nowNanos) {
        if (!anyPicture) {
            anyPicture = true;
            firstPictureNanos = nowNanos;
        }
        if (pictures.size() == MOST_PICTURES) {
            pictures.clear();
            awaitKey = true;
        }
        awaitKey &= !unit.key();
        if (!awaitKey) {
            pictures.add(unit);
        }
    }

    private void decode(Format.Audio sound, MediaUnit unit) {
        AacDecoder open = decoder;
        if (open == null || !sound.equals(format)) {
            closeDecoder();
            open = new AacDecoder(sound);
            decoder = open;
            format = sound;
        }
        try {
            short[] decoded = open.decode(unit.payload());
            if (decoded.length > 0) {
                long start = unit.dtsNanos();
                long span = Math.round(decoded.length * NANOS / sound.sampleRateHz());
                playout.add(new Pcm(start, start + span, sound.sampleRateHz(), decoded));
            }
        } catch (ProtocolException _) {
            // a hole of one frame
        }
    }

    @Override
    public @Nullable Pcm sound(long nowNanos) {
        return playout.next(nowNanos);
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public @Nullable Shown picture(long nowNanos) {
        MediaUnit head = pictures.peek();
        if (head == null || !isPlaced(head, nowNanos)) {
            return null;
        }
        long due = head.dtsNanos() + playout.offsetNanos();
        if (Math.abs(due - nowNanos) > ASTRAY_NANOS) {
            playout.place(nowNanos - head.dtsNanos());
            due = nowNanos;
        }
        if (due - nowNanos > 0) {
            return null;
        }
        pictures.remove();
        return new Shown(head, head.ptsNanos() + playout.offsetNanos());
    }

    private boolean isPlaced(MediaUnit head, long nowNanos) {
        boolean alone =
                stream.publication().audio() == Publication.Audio.NONE
                        || nowNanos - firstPictureNanos >= ALONE_NANOS;
        if (!playout.placed() && alone) {
            playout.place(nowNanos - head.dtsNanos());
        }
        return playout.placed();
    }

    @Override
    public void requestKeyFrame(long nowNanos) {
        if (!asked || nowNanos - askedNanos >= KEY_NANOS) {
            asked = true;
            askedNanos = nowNanos;
            stream.requestKeyFrame();
        }
    }

    @Override
    public boolean ended() {
        return stream.ended() && playout.isEmpty();
    }

    @Override
    public void close() {
        subscription.close();
        samples.close();
        closeDecoder();
        pictures.clear();
    }

    private void closeDecoder() {
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }
}
