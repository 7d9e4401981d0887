package io.sipcast.transcode;

import io.sipcast.media.AudioCodecs;
import io.sipcast.media.AudioDecoder;
import io.sipcast.media.AudioPayload;
import io.sipcast.media.AudioPayloadEncoder;
import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.rtp.payload.FormatParameters;
import org.jspecify.annotations.Nullable;

/**
 * Decoders of all the sound that may be negotiated, through FFmpeg where a library is needed. The
 * first one of a process loads it, which takes a fraction of a second: {@link #load} does so before
 * there are calls.
 */
public final class FfmpegAudioCodecs implements AudioCodecs {
    /** Waits until the libraries are there. */
    public static void load() {
        Ffmpeg.load();
    }

    @Override
    public AudioDecoder decoder(AudioPayload payload) {
        AudioEncoding encoding = payload.encoding();
        int rate = encoding.sampleRateHz();
        return switch (encoding) {
            case PCMU, PCMA, L16_8K, L16_16K, L16_44K, L16_44K_STEREO, L16_48K, CN_8K, CN_16K ->
                    G711.decoder(payload);
            case G722 -> whole("g722", rate, 8);
            case G726_16 -> whole("g726le", rate, 2);
            case G726_24 -> whole("g726le", rate, 3);
            case G726_32 -> whole("g726le", rate, 4);
            case G726_40 -> whole("g726le", rate, 5);
            case AAL2_G726_16 -> whole("g726", rate, 2);
            case AAL2_G726_24 -> whole("g726", rate, 3);
            case AAL2_G726_32 -> whole("g726", rate, 4);
            case AAL2_G726_40 -> whole("g726", rate, 5);
            case SPEEX_8K, SPEEX_16K, SPEEX_32K -> whole("speex", rate, 0);
            case GSM -> new PayloadDecoder(reader("gsm", rate, 0), rate, 33);
            case ILBC -> new IlbcDecoder();
            case G729 -> new G729Decoder();
            case OPUS -> throw new IllegalStateException("Opus is not FFmpeg's affair");
            case AMR -> new AmrDecoder(false, octetAligned(payload));
            case AMR_WB -> new AmrDecoder(true, octetAligned(payload));
        };
    }

    @Override
    public @Nullable AudioPayloadEncoder encoder(AudioPayload payload) {
        return switch (payload.encoding()) {
            case G722 -> PayloadEncoder.g722();
            case G726_16 -> PayloadEncoder.g726(16_000);
            case G726_24 -> PayloadEncoder.g726(24_000);
            case G726_32 -> PayloadEncoder.g726(32_000);
            case G726_40 -> PayloadEncoder.g726(40_000);
            case SPEEX_8K, SPEEX_16K, SPEEX_32K ->
                    PayloadEncoder.speex(payload.encoding().sampleRateHz());
            case PCMU, PCMA, L16_8K, L16_16K, L16_44K, L16_44K_STEREO, L16_48K, CN_8K, CN_16K ->
                    AudioCodecs.super.encoder(payload);
            case AAL2_G726_16 -> PayloadEncoder.aal2G726(16_000);
            case AAL2_G726_24 -> PayloadEncoder.aal2G726(24_000);
            case AAL2_G726_32 -> PayloadEncoder.aal2G726(32_000);
            case AAL2_G726_40 -> PayloadEncoder.aal2G726(40_000);
            case AMR -> new AmrEncoder(false, FormatParameters.of(payload.parameters()));
            case AMR_WB -> new AmrEncoder(true, FormatParameters.of(payload.parameters()));
            case G729, ILBC, GSM, OPUS -> null; // of the first three this build has no encoder
        };
    }

    private static boolean octetAligned(AudioPayload payload) {
        return FormatParameters.of(payload.parameters()).isOn("octet-align");
    }

    private static AudioDecoder whole(String name, int sampleRateHz, int bitsPerSample) {
        return new PayloadDecoder(reader(name, sampleRateHz, bitsPerSample), sampleRateHz, 0);
    }

    private static SampleReader reader(String name, int sampleRateHz, int bitsPerSample) {
        return new SampleReader(SampleReader.of(name, sampleRateHz, bitsPerSample, 0));
    }
}
