package io.sipcast.transcode;

import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * FFmpeg's log, as logger {@code ffmpeg}. What it calls an error is about one bit stream and also
 * comes back as a result that we act on, so it is shown to who debugs; only what ends the process
 * is shown to all.
 */
final class FfmpegLog extends LogCallback {
    private static final Logger LOG = LoggerFactory.getLogger("ffmpeg");

    /** Native code holds it, so it must stay reachable. */
    private static final FfmpegLog INSTANCE = new FfmpegLog();

    static void install() {
        avutil.av_log_set_level(LOG.isDebugEnabled() ? avutil.AV_LOG_ERROR : avutil.AV_LOG_FATAL);
        avutil.setLogCallback(INSTANCE);
    }

    @Override
    public void call(int level, BytePointer message) {
        String line = message.getString().strip();
        if (line.isEmpty()) {
            return;
        }
        if (level <= avutil.AV_LOG_FATAL) {
            LOG.warn("{}", line);
        } else {
            LOG.debug("{}", line);
        }
    }
}
