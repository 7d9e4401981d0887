package io.sipcast.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Opus;
import io.sipcast.live.PcmEncoder;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.AacSettings;
import io.sipcast.media.Format;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import io.sipcast.media.Sink;
import io.sipcast.rtmp.codec.aac.AudioSpecificConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A call with Opus is recorded as AAC, also where everybody else gets Opus. */
class RecordedOpusTest {
    private static final Format.Audio AAC =
            new Format.Audio(
                    Format.AudioCodec.AAC, AudioSpecificConfig.lc(48_000, 1).print(), 48_000, 1);
    private static final StreamForm EVERYBODY =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST))
                    .with(Opus.EVERYBODY);
    private static final StreamName NAME = StreamName.ofCall("call");
    private static final long BLOCK = 20_000_000;

    private final MemoryDisk disk = new MemoryDisk();
    private final Streams streams =
            new Streams((_, _) -> new FrameABlock(), Runnable::run, System::nanoTime);

    @Test
    void itsFileHasAacWhateverTheTargetsGet() throws Exception {
        LiveStream call =
                streams.open(
                        NAME,
                        new Publication(Runnable::run, Publication.Audio.PCM, false, () -> {}));
        call.expectOpus(true);
        var settings = new RecordSettings(Long.MAX_VALUE, Duration.ofHours(1), 0, false);
        try (var recordings =
                new Recordings(streams, EVERYBODY, null, disk, settings, Duration.ofMillis(50))) {
            recordings.start(NAME);
            for (int i = 0; i < 150; i++) {
                byte[] packet = {(byte) 0xf8, (byte) 0xff, (byte) 0xfe};
                call.add(new Pcm(i * BLOCK, (i + 1) * BLOCK, 48_000, new short[960], null, packet));
            }
            await().until(() -> !disk.files().isEmpty());
            call.end();
            await().until(() -> recordings.live().isEmpty());
        }
        byte[] file = disk.files().values().iterator().next();
        String text = new String(file, StandardCharsets.ISO_8859_1);
        assertThat(text).contains("mp4a").doesNotContain("Opus");
    }

    private static final class FrameABlock implements PcmEncoder {
        @Override
        public void encode(Pcm block, Sink<? super MediaUnit> out) {
            long at = block.startNanos();
            out.accept(new MediaUnit(AAC, true, at, at, new byte[] {0x21, 0x10}));
        }

        @Override
        public void close() {}
    }
}
