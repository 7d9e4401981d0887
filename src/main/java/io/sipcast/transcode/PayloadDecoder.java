package io.sipcast.transcode;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.media.AudioDecoder;

/** Decodes payloads of one or more frames of one length each; 0: of any length, taken whole. */
final class PayloadDecoder implements AudioDecoder {
    private final SampleReader reader;
    private final int sampleRateHz;
    private final int frameBytes;

    PayloadDecoder(SampleReader reader, int sampleRateHz, int frameBytes) {
        this.reader = reader;
        this.sampleRateHz = sampleRateHz;
        this.frameBytes = frameBytes;
    }

    @Override
    public int sampleRateHz() {
        return sampleRateHz;
    }

    @Override
    public short[] decode(byte[] bytes, int offset, int length) {
        int step = frameBytes == 0 ? length : frameBytes;
        if (length == 0 || length % step != 0) {
            throw new ProtocolException(Fault.MALFORMED, length + " bytes of frames of " + step);
        }
        reader.clear();
        for (int at = 0; at < length; at += step) {
            reader.decode(bytes, offset + at, step);
        }
        return reader.take();
    }

    @Override
    public void reset() {
        reader.reset();
    }

    @Override
    public void close() {
        reader.close();
    }
}
