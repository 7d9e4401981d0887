package io.sipcast.transcode;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.media.AudioDecoder;
import org.jspecify.annotations.Nullable;

/**
 * iLBC, RFC 3952: frames of 20 ms or of 30 ms, which their length tells apart, whatever a peer's
 * SDP says. One decoder for each, opened when it is needed.
 */
final class IlbcDecoder implements AudioDecoder {
    static final int FRAME_20_MS = 38;
    static final int FRAME_30_MS = 50;
    private static final int SAMPLE_RATE_HZ = 8000;

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

    private static AudioDecoder open(int wanted) {
        var reader = new SampleReader(SampleReader.of("ilbc", SAMPLE_RATE_HZ, 0, wanted));
        return new PayloadDecoder(reader, SAMPLE_RATE_HZ, wanted);
    }

    @Override
    public void reset() {
        if (current != null) {
            current.reset();
        }
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
