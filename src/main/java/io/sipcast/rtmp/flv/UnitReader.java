package io.sipcast.rtmp.flv;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Sink;
import io.sipcast.media.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Turns the tags of one publisher or played stream into units: the way back of {@link UnitWriter}.
 *
 * <p>The first tag's time becomes {@code startNanos}. What comes before its track's sequence header
 * is dropped. One reader a stream, owned by its thread.
 */
public final class UnitReader implements Stage<FlvTag, MediaUnit> {
    private static final long NANOS = 1_000_000;

    private long startNanos;
    private WireTime time = new WireTime();
    private final PictureReader pictures = new PictureReader();
    private final SoundReader sound = new SoundReader();

    /**
     * @param startNanos the stream time that the first tag gets
     */
    public UnitReader(long startNanos) {
        this.startNanos = startNanos;
    }

    /**
     * The next tag gets this time, whatever the sender's says: it has been silent. What is known of
     * the formats stays.
     */
    public void resumeAt(long nanos) {
        startNanos = nanos;
        time = new WireTime();
    }

    /** The picture's format, once its sequence header came. */
    public Format.@Nullable Video video() {
        return pictures.format();
    }

    /** The sound's format, once its sequence header came. */
    public Format.@Nullable Audio audio() {
        return sound.format();
    }

    /**
     * Takes a tag.
     *
     * @throws ProtocolException UNSUPPORTED for another codec than H.264, H.265, AAC or Opus;
     *     TRUNCATED or MALFORMED for a body that breaks its format
     */
    @Override
    public void process(FlvTag tag, Sink<? super MediaUnit> out) {
        byte[] body = tag.body();
        if (body.length == 0 || tag.type() == FlvTag.Type.SCRIPT) {
            out.drop();
            return;
        }
        long nanos = startNanos + time.unwrap(tag.timestampMillis()) * NANOS;
        MediaUnit unit =
                tag.type() == FlvTag.Type.VIDEO
                        ? pictures.read(body, nanos)
                        : sound.read(body, nanos);
        if (unit == null) {
            out.drop();
        } else {
            out.accept(unit);
        }
    }
}
