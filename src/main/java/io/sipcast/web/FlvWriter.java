package io.sipcast.web;

import io.netty.buffer.ByteBuf;
import io.sipcast.live.Expected;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.flv.FlvFile;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.Metadata;
import io.sipcast.rtmp.flv.UnitWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One viewer's FLV: file header, metadata, tags. Owned by the viewer's thread.
 *
 * <p>The header says which tracks there are, and a browser believes it: with a track announced that
 * never comes it plays nothing, without one that comes later it shows nothing of it. So the first
 * units are held back until every track that is expected has come, but for 2 s of media at most, or
 * as long as pictures are expected to take.
 */
final class FlvWriter {
    private static final long PATIENCE_NANOS = 2_000_000_000L;

    private final Expected expected;
    private final long patienceNanos;
    private final UnitWriter units = new UnitWriter();
    private final List<FlvTag> tags = new ArrayList<>();
    private List<MediaUnit> held = new ArrayList<>();
    private boolean started;
    private boolean headerDue;
    private int bytes;
    private Format.@Nullable Audio audio;
    private Format.@Nullable Video video;

    FlvWriter(Expected expected) {
        this.expected = expected;
        patienceNanos = Math.max(PATIENCE_NANOS, expected.picturesWithin().toNanos());
    }

    /** Takes the next unit. */
    void add(MediaUnit unit) {
        if (started) {
            units.process(unit, this::addTag);
            return;
        }
        switch (unit.format()) {
            case Format.Audio format -> audio = format;
            case Format.Video format -> video = format;
        }
        held.add(unit);
        boolean complete =
                (audio != null || !expected.audio()) && (video != null || !expected.video());
        if (complete || unit.dtsNanos() - held.getFirst().dtsNanos() >= patienceNanos) {
            start();
        }
    }

    /** No more units will come: what is held back goes out. */
    void end() {
        if (!started && !held.isEmpty()) {
            start();
        }
    }

    private void start() {
        started = true;
        headerDue = true;
        bytes = FlvFile.HEADER_SIZE;
        addTag(Metadata.of(video, audio).tag());
        for (MediaUnit unit : held) {
            units.process(unit, this::addTag);
        }
        held = List.of();
    }

    private void addTag(FlvTag tag) {
        tags.add(tag);
        bytes += tag.fileSize();
    }

    /** Bytes that {@link #take} would give now. */
    int size() {
        return bytes;
    }

    /** Whether {@link UnitWriter#isWhere} holds of the tags, and nothing is held back. */
    boolean isWhere(UnitWriter other) {
        return started && bytes == 0 && units.isWhere(other);
    }

    /** See {@link UnitWriter#ahead}. */
    long ahead(UnitWriter other) {
        return units.ahead(other);
    }

    /** See {@link UnitWriter#goOnFrom}. */
    void goOnFrom(UnitWriter other, long aheadMillis) {
        units.goOnFrom(other, aheadMillis);
    }

    /** Puts what is to be sent into a buffer, in one piece: {@link #size} bytes. */
    void take(ByteBuf to) {
        int at = to.writerIndex();
        ByteBuffer out = to.internalNioBuffer(at, bytes);
        if (headerDue) {
            FlvFile.writeHeader(audio != null, video != null, out);
            headerDue = false;
        }
        for (FlvTag tag : tags) {
            tag.write(out);
        }
        to.writerIndex(at + bytes);
        tags.clear();
        bytes = 0;
    }
}
