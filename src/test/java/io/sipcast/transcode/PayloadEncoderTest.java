package io.sipcast.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sipcast.media.ToneMeter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;

class PayloadEncoderTest {
    @Test
    void g726CarriesATone() {
        try (var encoder = PayloadEncoder.g726(32_000);
                Codec decoder = Codec.decoder("g726le")) {
            decoder.context().bits_per_coded_sample(4);
            short[] heard = heard(encoder, decoder, 1000, 80);
            assertThat(ToneMeter.hz(heard, 8000)).isCloseTo(1000, within(3.0));
            assertThat(ToneMeter.dbfs(heard)).isCloseTo(-13.3, within(0.5));
        }
    }

    @Test
    void speexCarriesATone() {
        for (int rate : new int[] {8000, 16_000, 32_000}) {
            try (var encoder = PayloadEncoder.speex(rate);
                    Codec decoder = Codec.decoder("libspeex")) {
                short[] heard = heard(encoder, decoder, 800, -1);
                assertThat(ToneMeter.hz(heard, rate)).isCloseTo(800, within(8.0));
                assertThat(ToneMeter.dbfs(heard)).isCloseTo(-13.3, within(2.0));
            }
        }
    }

    @Test
    void g722CarriesATone() {
        try (var encoder = PayloadEncoder.g722();
                Codec decoder = Codec.decoder("g722")) {
            short[] heard = heard(encoder, decoder, 3000, 160);
            assertThat(ToneMeter.hz(heard, 16_000)).isCloseTo(3000, within(3.0));
            assertThat(ToneMeter.dbfs(heard)).isCloseTo(-13.3, within(0.5));
        }
    }

    /**
     * A second of a tone, encoded and decoded.
     *
     * @param payloadSize that every payload must have; -1 for any
     */
    private static short[] heard(PayloadEncoder encoder, Codec decoder, int hz, int payloadSize) {
        int rate = encoder.sampleRateHz();
        ByteBuffer decoded = ByteBuffer.allocate(4 * rate).order(ByteOrder.nativeOrder());
        decoder.context().sample_rate(rate);
        avutil.av_channel_layout_default(decoder.context().ch_layout(), 1);
        decoder.open();
        int count = rate / 50;
        for (int i = 0; i < 50; i++) {
            byte[] payload =
                    encoder.encode(ToneMeter.tone(hz, 10_000, rate, (long) i * count, count));
            assertThat(payload).isNotEmpty();
            if (payloadSize >= 0) {
                assertThat(payload).hasSize(payloadSize);
            }
            decoder.sendPacket(payload, i);
            while (decoder.receiveFrame()) {
                byte[] samples = new byte[2 * decoder.frame().nb_samples()];
                NativeMemory.read(decoder.frame().data(0).address(), samples, 0, samples.length);
                decoded.put(samples);
            }
        }
        short[] heard = new short[decoded.flip().remaining() / 2];
        decoded.asShortBuffer().get(heard);
        assertThat(heard.length).isGreaterThanOrEqualTo(49 * count);
        return heard;
    }
}
