package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Opus;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.AacSettings;
import io.sipcast.media.Pcm;
import io.sipcast.rtmp.FourCc;
import io.sipcast.rtmp.FourCcs;
import org.junit.jupiter.api.Test;

/** What a target hears of a call's codecs: of Opus where that was agreed on, else nothing. */
class EnhancedAnnouncementTest {
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));

    private final LiveStream call = call();

    @Test
    void aCallWithOpusSaysSoBeforeItsFirstPacket() {
        call.expectOpus(true);
        assertThat(Enhanced.announced(call, FORM)).isEqualTo(FourCcs.of(FourCc.OPUS));
    }

    @Test
    void aCallWithAnotherCodecIsSilent() {
        assertThat(Enhanced.announced(call, FORM)).isEqualTo(FourCcs.NONE);
        call.expectOpus(false);
        assertThat(Enhanced.announced(call, FORM)).isEqualTo(FourCcs.NONE);
        call.add(new Pcm(0, 20_000_000, 8_000, new short[160]));
        assertThat(Enhanced.announced(call, FORM)).isEqualTo(FourCcs.NONE);
    }

    @Test
    void aPacketSaysItWhateverWasPreferred() {
        call.expectOpus(false);
        call.add(new Pcm(0, 20_000_000, 48_000, new short[960], null, new byte[] {8, 1}));
        assertThat(Enhanced.announced(call, FORM)).isEqualTo(FourCcs.of(FourCc.OPUS));
    }

    @Test
    void whoIsToGetNoneIsToldOfNone() {
        call.expectOpus(true);
        assertThat(Enhanced.announced(call, FORM.with(Opus.NOBODY))).isEqualTo(FourCcs.NONE);
    }

    private static LiveStream call() {
        var streams =
                new Streams(
                        (_, _) -> {
                            throw new IllegalStateException("nobody listens");
                        },
                        Runnable::run,
                        () -> 0);
        try {
            return streams.open(
                    StreamName.ofCall("c"),
                    new Publication(Runnable::run, Publication.Audio.PCM, true, () -> {}));
        } catch (Streams.NameTakenException e) {
            throw new AssertionError(e);
        }
    }
}
