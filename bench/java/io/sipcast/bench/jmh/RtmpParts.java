package io.sipcast.bench.jmh;

import io.sipcast.bytes.Bytes;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.rtmp.chunk.ChunkReader;
import io.sipcast.rtmp.chunk.ChunkWriter;
import io.sipcast.rtmp.codec.aac.AudioSpecificConfig;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.flv.UnitReader;
import io.sipcast.rtmp.flv.UnitWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/**
 * RTMP and FLV with a second of a call, 25 pictures of 500 kbit/s and 47 frames of AAC; each
 * operation is one message.
 */
public class RtmpParts extends Measured {
    private static final int CHUNK_SIZE = 4096;
    private static final int SOUND_CHUNKS = 4;
    private static final int PICTURE_CHUNKS = 6;
    private static final int STREAM_ID = 1;
    private static final Format.Audio AAC =
            new Format.Audio(
                    Format.AudioCodec.AAC, AudioSpecificConfig.lc(48_000, 1).print(), 48_000, 1);
    private static final Format.Video H264 =
            new Format.Video(Format.VideoCodec.H264, configuration(), 640, 360);

    private final MediaUnit[] units = units();
    private final FlvTag[] tags = tags(units);
    private final FlvTag[] received = received(tags);
    private final ChunkWriter chunks = new ChunkWriter();
    private final ByteBuffer out = ByteBuffer.allocateDirect(64 * 1024);
    private final ChunkReader reader = new ChunkReader(1 << 20);
    private final ByteBuffer wire;
    private final UnitWriter writer = new UnitWriter();
    private final UnitReader unitReader = new UnitReader(0);
    private int next;

    /** Writes down what {@link #readMessage} reads. */
    public RtmpParts() {
        chunks.chunkSize(CHUNK_SIZE);
        reader.chunkSize(CHUNK_SIZE);
        wire = ByteBuffer.allocateDirect(512 * 1024);
        for (FlvTag tag : tags) {
            write(tag, wire);
        }
        wire.flip();
    }

    private static Bytes configuration() {
        Bytes sps =
                Bytes.copyOf(
                        HexFormat.of()
                                .parseHex("6742c01ed900a02ff97011000003000100000300320f162e48"));
        Bytes pps = Bytes.copyOf(HexFormat.of().parseHex("68cb83cb20"));
        return new DecoderConfiguration(4, List.of(sps), List.of(pps)).print();
    }

    private static MediaUnit[] units() {
        List<MediaUnit> units = new ArrayList<>();
        var random = new Random(3);
        for (int i = 0; i < SentPackets.PICTURES_A_SECOND; i++) {
            long at = i * 40_000_000L;
            units.add(new MediaUnit(H264, i == 0, at, at, SentPackets.picture(i)));
        }
        for (int i = 0; i < 47; i++) {
            long at = i * 1024L * 1_000_000_000L / 48_000;
            byte[] frame = new byte[100 + random.nextInt(80)];
            units.add(new MediaUnit(AAC, true, at, at, frame));
        }
        units.sort(Comparator.comparingLong(MediaUnit::dtsNanos));
        return units.toArray(new MediaUnit[0]);
    }

    private static FlvTag[] tags(MediaUnit[] units) {
        List<FlvTag> tags = new ArrayList<>();
        var writer = new UnitWriter();
        for (MediaUnit unit : units) {
            writer.process(unit, tags::add);
        }
        return tags.toArray(new FlvTag[0]);
    }

    /** As they come: each body in one piece. */
    private static FlvTag[] received(FlvTag[] tags) {
        return Stream.of(tags)
                .map(tag -> new FlvTag(tag.type(), tag.timestampMillis(), tag.body()))
                .toArray(FlvTag[]::new);
    }

    private void write(FlvTag tag, ByteBuffer to) {
        chunks.write(
                tag.type() == FlvTag.Type.VIDEO ? PICTURE_CHUNKS : SOUND_CHUNKS,
                tag.type().number(),
                STREAM_ID,
                tag.timestampMillis(),
                tag.prefix(),
                tag.prefixSize(),
                tag.payload(),
                to);
    }

    private int nextOf(int count) {
        int now = next % count;
        next = now + 1;
        return now;
    }

    private FlvTag nextTag() {
        return tags[nextOf(tags.length)];
    }

    @Benchmark
    public int writeChunks() {
        write(nextTag(), out.clear());
        return out.position();
    }

    @Benchmark
    public Object readMessage() {
        if (!wire.hasRemaining()) {
            wire.rewind();
        }
        Object message = reader.read(wire);
        if (message == null) {
            throw new IllegalStateException("half a message");
        }
        return message;
    }

    /** As in a file, or over HTTP. */
    @Benchmark
    public int writeFlv() {
        nextTag().write(out.clear());
        return out.position();
    }

    /** A unit of the hub becomes a tag. */
    @Benchmark
    public void makeTag(Blackhole taken) {
        writer.process(units[nextOf(units.length)], taken::consume);
    }

    /** A tag of an encoder becomes a unit. */
    @Benchmark
    public void readTag(Blackhole taken) {
        unitReader.process(received[nextOf(received.length)], taken::consume);
    }
}
