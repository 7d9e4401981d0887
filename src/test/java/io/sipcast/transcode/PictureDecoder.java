package io.sipcast.transcode;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Decodes what a stream carries, of any codec, to see whether it is what was sent. */
public final class PictureDecoder implements AutoCloseable {
    /** A decoded picture: its time and the checksum of its three planes. */
    public record Shown(long ptsNanos, int width, int height, long checksum) {}

    private final Codec codec;
    private final List<Shown> shown = new ArrayList<>();
    private int damaged;

    public PictureDecoder(Format.Video format) {
        codec =
                Codec.decoder(
                        switch (format.codec()) {
                            case H264 -> "h264";
                            case VP8 -> "vp8";
                            case H265 -> "hevc";
                        });
        codec.configuration(format.configuration().toArray());
        codec.open();
    }

    /** Decodes units of one format; their pictures in the order of display. */
    public static List<Shown> decode(List<MediaUnit> units) {
        var format = (Format.Video) units.getFirst().format();
        try (var decoder = new PictureDecoder(format)) {
            units.forEach(decoder::take);
            return decoder.finish();
        }
    }

    public void take(MediaUnit unit) {
        try {
            codec.sendPacket(unit.payload(), unit.ptsNanos());
            drain();
        } catch (ProtocolException _) {
            damaged++;
        }
    }

    /** Units that the decoder refused, and pictures that it calls damaged. */
    public int damaged() {
        return damaged;
    }

    public List<Shown> finish() {
        codec.sendEnd();
        drain();
        if (damaged > 0) {
            throw new AssertionError(damaged + " pictures are damaged");
        }
        return shown;
    }

    private void drain() {
        while (codec.receiveFrame()) {
            AVFrame frame = codec.frame();
            damaged += frame.decode_error_flags() == 0 && (frame.flags() & 1) == 0 ? 0 : 1;
            var checksum = new CRC32();
            int width = frame.width();
            int height = frame.height();
            plane(frame, 0, width, height, checksum);
            plane(frame, 1, (width + 1) / 2, (height + 1) / 2, checksum);
            plane(frame, 2, (width + 1) / 2, (height + 1) / 2, checksum);
            shown.add(new Shown(frame.pts(), width, height, checksum.getValue()));
        }
    }

    private static void plane(AVFrame frame, int index, int width, int height, CRC32 checksum) {
        byte[] row = new byte[width];
        for (int y = 0; y < height; y++) {
            long at = frame.data(index).address() + (long) y * frame.linesize(index);
            NativeMemory.read(at, row, 0, width);
            checksum.update(row);
        }
    }

    @Override
    public void close() {
        codec.close();
    }
}
