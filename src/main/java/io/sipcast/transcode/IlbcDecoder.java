package io.sipcast.transcode;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.media.AudioDecoder;
import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.rtp.payload.SilentPayload;
import org.jspecify.annotations.Nullable;

/**
 * iLBC, RFC 3952: frames of 20 ms or of 30 ms, which their length tells apart, whatever a peer's
 * SDP says. One decoder for each, opened when it is needed.
 */
final class IlbcDecoder implements AudioDecoder {
    static final int FRAME_20_MS = 38;
    static final int FRAME_30_MS = 50;
    private static final int SAMPLE_RATE_HZ = 8000;
    private static final byte[] SILENCE_20_MS =
            SilentPayload.of(AudioEncoding.ILBC, "mode=20", 20).toArray();
    private static final byte[] SILENCE_30_MS =
            SilentPayload.of(AudioEncoding.ILBC, "mode=30", 30).toArray();

    private @Nullable AudioDecoder current;
    private int frameBytes;

    @Override
    public int sampleRateHz() {
        return SAMPLE_RATE_HZ;
    }

    @Override
    public short[] decode(byte[] bytes, int offset, int length) {
        return of(frameBytes(length)).decode(bytes, offset, length);
    }

    private static int frameBytes(int length) {
        if (length % FRAME_20_MS == 0) {
            return FRAME_20_MS;
        }
        if (length % FRAME_30_MS == 0) {
            return FRAME_30_MS;
        }
        throw new ProtocolException(Fault.MALFORMED, "iLBC: " + length + " bytes");
    }

    private AudioDecoder of(int wanted) {
        AudioDecoder decoder = current;
        if (decoder == null || frameBytes != wanted) {
            close();
            decoder = open(wanted);
            current = decoder;
            frameBytes = wanted;
        }
        return decoder;
    }

    /**
     * FFmpeg's decoder begins with filters that make a burst at full scale of any first frame but
     * silence: that it is given, and has come to rest when sound comes.
     */
    private static AudioDecoder open(int wanted) {
        var reader = new SampleReader(SampleReader.of("ilbc", SAMPLE_RATE_HZ, 0, wanted));
        var decoder = new PayloadDecoder(reader, SAMPLE_RATE_HZ, wanted);
        byte[] silence = wanted == FRAME_20_MS ? SILENCE_20_MS : SILENCE_30_MS;
        var _ = decoder.decode(silence, 0, silence.length);
        return decoder;
    }

    @Override
    public void reset() {
        close();
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
