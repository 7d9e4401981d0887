package io.sipcast.api.v1;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Streams;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Small pictures of live streams: one of each key frame that somebody asks for, made on the
 * workers, never two of one stream at once, and kept until the next. So however many look at a
 * call, it costs one picture a key frame. Safe for use by any thread that may wait.
 */
public final class SmallPictures {
    /** Makes one; takes milliseconds. */
    @FunctionalInterface
    public interface Maker {
        /**
         * Makes a JPEG.
         *
         * @throws ProtocolException when the key frame cannot be decoded
         */
        byte[] make(Format.Video format, byte[] keyFrame);
    }

    /**
     * A picture.
     *
     * @param tag of the key frame it shows, as an entity tag (RFC 9110 §8.8.3)
     */
    record Jpeg(String tag, Bytes bytes) {}

    private final Streams streams;
    private final Executor workers;
    private final Maker maker;
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();

    SmallPictures(Streams streams, Executor workers, Maker maker) {
        this.streams = streams;
        this.workers = workers;
        this.maker = maker;
    }

    /**
     * What a stream shows now.
     *
     * @return empty before its first picture
     * @throws ProtocolException when that cannot be decoded
     */
    Optional<Jpeg> of(LiveStream stream) {
        MediaUnit key = stream.shownKeyFrame();
        if (key == null || !(key.format() instanceof Format.Video format)) {
            return Optional.empty();
        }
        Slot slot = slots.get(stream.id());
        if (slot == null) {
            forgetEnded();
            slot = slots.computeIfAbsent(stream.id(), _ -> new Slot());
        }
        return Optional.of(slot.picture(format, key.payload()));
    }

    private void forgetEnded() {
        Set<String> live = streams.all().stream().map(LiveStream::id).collect(Collectors.toSet());
        slots.keySet().retainAll(live);
    }

    /** The bytes tell: a picture that stands still comes again and again. */
    private static String tag(Format.Video format, byte[] payload) {
        var sum = new CRC32C();
        sum.update(format.configuration().toArray());
        sum.update(payload);
        return "\"%08x-%x\"".formatted(sum.getValue(), payload.length);
    }

    /** The last picture of one stream. */
    private final class Slot {
        private @Nullable Jpeg last;

        /** Who comes while one is made waits for that. */
        synchronized Jpeg picture(Format.Video format, byte[] keyFrame) {
            String tag = tag(format, keyFrame);
            Jpeg made = last;
            if (made == null || !made.tag().equals(tag)) {
                made = new Jpeg(tag, make(format, keyFrame));
                last = made;
            }
            return made;
        }

        private Bytes make(Format.Video format, byte[] keyFrame) {
            try {
                return CompletableFuture.supplyAsync(
                                () -> Bytes.copyOf(maker.make(format, keyFrame)), workers)
                        .join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException why ? why : e;
            }
        }
    }
}
