package io.sipcast.rtmp.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.media.Format;
import io.sipcast.rtmp.amf.Amf0Reader;
import io.sipcast.rtmp.amf.AmfValue;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlvFileTest {
    private final ByteBuffer out = ByteBuffer.allocate(1000);

    @Test
    void theHeaderNamesTheTracks() {
        FlvFile.writeHeader(true, true, out);
        FlvFile.writeHeader(false, true, out);

        assertThat(written())
                .isEqualTo("464c5601050000000900000000" + "464c5601010000000900000000");
        FlvFile.readHeader(out.flip());
        FlvFile.readHeader(out);
        assertThat(out.hasRemaining()).isFalse();
    }

    @Test
    void aTagIsWrittenWithItsBackPointer() {
        FlvTag tag = FlvBody.frame(0x01020304, Format.AudioCodec.AAC, new byte[] {0x21, 0x10});
        tag.write(out);

        assertThat(written())
                .isEqualTo("08000004" + "02030401" + "000000" + "af012110" + "0000000f");
        assertThat(out.position()).isEqualTo(tag.fileSize());
        assertThat(FlvFile.readTag(out.flip())).isEqualTo(tag);
    }

    @Test
    void aTagThatIsNotAllThereIsNotTouched() {
        FlvBody.frame(5, Format.AudioCodec.AAC, new byte[] {0x21, 0x10}).write(out);
        for (int size = 0; size < out.position(); size++) {
            ByteBuffer part = out.duplicate().flip().limit(size);
            assertThat(FlvFile.readTag(part)).isNull();
            assertThat(part.position()).isZero();
        }
    }

    @Test
    void noiseIsReadOrRefused() {
        Random random = new Random(1);
        for (int i = 0; i < 5000; i++) {
            byte[] noise = new byte[13 + random.nextInt(40)];
            random.nextBytes(noise);
            noise[0] = 9;
            noise[1] = 0;
            noise[2] = 0;
            try {
                FlvFile.readTag(ByteBuffer.wrap(noise));
            } catch (ProtocolException _) {
                // as it should be
            }
            assertThatThrownBy(() -> FlvFile.readHeader(ByteBuffer.wrap(noise)))
                    .isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void metadataTellWhatIsKnown() {
        FlvTag tag = new Metadata(Units.VIDEO, Units.AUDIO, 25, 0, 64_000).tag();

        assertThat(Amf0Reader.readAll(ByteBuffer.wrap(tag.body())))
                .containsExactly(
                        AmfValue.of("onMetaData"),
                        AmfValue.array(
                                "duration", 0,
                                "width", Units.VIDEO.width(),
                                "height", Units.VIDEO.height(),
                                "videocodecid", 7,
                                "framerate", 25,
                                "audiocodecid", 10,
                                "audiosamplerate", 48_000,
                                "audiosamplesize", 16,
                                "audiochannels", 1,
                                "stereo", false,
                                "audiodatarate", 64,
                                "encoder", "Sipcast"));
        assertThat(Metadata.of(null, null).print().fields())
                .containsOnlyKeys("duration", "encoder");
    }

    private String written() {
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
