package io.sipcast.transcode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * An open file as FFmpeg's demuxers read it. They get bytes and no name, so there is nothing that
 * they could take for the pattern or the list of other files.
 *
 * <p>JavaCPP has room for a few callbacks only, so all files share one of each; the address of a
 * byte of ours tells them apart.
 */
final class FileBytes implements AutoCloseable {
    private static final int BUFFER = 32 * 1024;
    private static final int FORCE = 0x20000; // AVSEEK_FORCE
    private static final int SIZE = 0x10000; // AVSEEK_SIZE
    private static final Map<Long, SeekableByteChannel> OPEN = new ConcurrentHashMap<>();
    private static final Reading READING = new Reading();
    private static final Seeking SEEKING = new Seeking();

    private final BytePointer tag = new BytePointer(avutil.av_malloc(1));
    private final AVIOContext context;

    FileBytes(SeekableByteChannel file) {
        OPEN.put(tag.address(), file);
        context =
                avformat.avio_alloc_context(
                        new BytePointer(avutil.av_malloc(BUFFER)),
                        BUFFER,
                        0,
                        tag,
                        READING,
                        (Write_packet_Pointer_BytePointer_int) null,
                        SEEKING);
    }

    AVIOContext context() {
        return context;
    }

    /** Frees the buffer, which FFmpeg may have made anew. The file stays open. */
    @Override
    public void close() {
        OPEN.remove(tag.address());
        avutil.av_free(context.buffer());
        avformat.avio_context_free(context);
        avutil.av_free(tag);
    }

    private static final class Reading extends Read_packet_Pointer_BytePointer_int {
        @Override
        public int call(Pointer opaque, BytePointer into, int size) {
            SeekableByteChannel file = OPEN.get(opaque.address());
            if (file == null) {
                return avutil.AVERROR_EXTERNAL;
            }
            try {
                ByteBuffer room = into.capacity(size).asByteBuffer();
                int count = file.read(room);
                return count <= 0 ? avutil.AVERROR_EOF : count;
            } catch (IOException | RuntimeException _) {
                return avutil.AVERROR_EXTERNAL;
            }
        }
    }

    private static final class Seeking extends Seek_Pointer_long_int {
        @Override
        public long call(Pointer opaque, long offset, int whence) {
            SeekableByteChannel file = OPEN.get(opaque.address());
            if (file == null) {
                return avutil.AVERROR_EXTERNAL;
            }
            try {
                return seek(file, offset, whence & ~FORCE);
            } catch (IOException | RuntimeException _) {
                return avutil.AVERROR_EXTERNAL;
            }
        }

        private static long seek(SeekableByteChannel file, long offset, int whence)
                throws IOException {
            if (whence == SIZE) {
                return file.size();
            }
            long base = whence == 0 ? 0 : whence == 1 ? file.position() : file.size();
            return file.position(base + offset).position();
        }
    }
}
