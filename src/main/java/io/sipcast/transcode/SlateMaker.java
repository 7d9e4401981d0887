package io.sipcast.transcode;

import io.sipcast.bytes.Bytes;
import io.sipcast.live.Slate;
import io.sipcast.media.Format;
import io.sipcast.rtmp.codec.h264.AnnexB;
import io.sipcast.rtmp.codec.h264.Avcc;
import io.sipcast.rtmp.codec.h264.DecoderConfiguration;
import io.sipcast.rtmp.codec.h264.NalType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Encodes slates. One takes about as many pictures as there are between two key frames, most of
 * them without news: a fraction of a second, off every loop.
 */
public final class SlateMaker implements Slate.Maker {
    /** As many as ingests like: a picture without news costs some twenty bytes. */
    public static final int PICTURES_PER_SECOND = 25;

    private static final int BITRATE_BPS = 500_000;

    /** No ingest takes a longer time without a key frame. */
    private static final Duration LONGEST_LOOP = Duration.ofSeconds(4);

    private final int width;
    private final int height;
    private final Optional<Path> image;
    private final int pictures;

    /**
     * Makes nothing yet.
     *
     * @param width even
     * @param height even
     * @param image a PNG or JPEG that is shown instead of a title
     * @param keyFrameInterval from one key frame to the next, 4 s at most
     */
    public SlateMaker(int width, int height, Optional<Path> image, Duration keyFrameInterval) {
        this.width = width;
        this.height = height;
        this.image = image;
        Duration loop =
                keyFrameInterval.compareTo(LONGEST_LOOP) < 0 ? keyFrameInterval : LONGEST_LOOP;
        pictures = Math.max(1, (int) (loop.toMillis() * PICTURES_PER_SECOND / 1000));
    }

    @Override
    public Slate make(String title) {
        Picture picture =
                image.map(file -> StillImage.read(file, width, height))
                        .orElseGet(() -> SlatePainter.paint(width, height, title));
        List<byte[]> units = new ArrayList<>();
        try (var encoder = new H264Encoder(width, height, PICTURES_PER_SECOND, BITRATE_BPS)) {
            for (int i = 0; i < pictures; i++) {
                units.add(encoder.encode(picture, i == 0));
            }
        }
        return new Slate(
                format(units.getFirst()),
                Duration.ofSeconds(1).toNanos() / PICTURES_PER_SECOND,
                units.stream().map(SlateMaker::withoutSets).toList());
    }

    private Format.Video format(byte[] keyFrame) {
        List<byte[]> nals = AnnexB.split(keyFrame);
        var configuration =
                new DecoderConfiguration(4, ofType(nals, NalType.SPS), ofType(nals, NalType.PPS));
        return new Format.Video(Format.VideoCodec.H264, configuration.print(), width, height);
    }

    private static List<Bytes> ofType(List<byte[]> nals, int type) {
        return nals.stream().filter(nal -> NalType.of(nal[0]) == type).map(Bytes::copyOf).toList();
    }

    private static byte[] withoutSets(byte[] accessUnit) {
        return Avcc.join(
                AnnexB.split(accessUnit).stream()
                        .filter(nal -> NalType.of(nal[0]) != NalType.SPS)
                        .filter(nal -> NalType.of(nal[0]) != NalType.PPS)
                        .toList());
    }
}
