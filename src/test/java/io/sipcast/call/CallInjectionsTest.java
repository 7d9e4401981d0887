package io.sipcast.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.Bytes;
import io.sipcast.inject.InjectionRefused;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallInjectionsTest {
    @Test
    void aCodecThatIsOnlyDecodedHereIsAConflict() {
        refused(new Ear(true, 0, "G729", false), "The callee takes G729");
        refused(new Ear(false, 0, "", true), "This call has no sound.");
        assertThatCode(() -> CallInjections.refuseWithoutSound(new Ear(true, 8000, "PCMU", false)))
                .doesNotThrowAnyException();
    }

    private static void refused(Ear ear, String sentence) {
        assertThatThrownBy(() -> CallInjections.refuseWithoutSound(ear))
                .isInstanceOfSatisfying(
                        InjectionRefused.class,
                        e -> assertThat(e.reason()).isEqualTo(InjectionRefused.Reason.CONFLICT))
                .hasMessageStartingWith(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/media_control+xml|<a><picture_fast_update/></a>|true",
                "Application/Media_Control+XML; charset=utf-8|<picture_fast_update></picture_fast_update>|true",
                "application/media_control+xml|<a><general_error>no</general_error></a>|false",
                "application/dtmf-relay|picture_fast_update|false"
            })
    void aKeyFrameIsAskedForBySip(String type, String body, boolean asked) {
        Bytes bytes = Bytes.copyOf(body.getBytes(StandardCharsets.UTF_8));

        assertThat(MediaControl.asksForKeyFrame(type, bytes)).isEqualTo(asked);
        assertThat(MediaControl.asksForKeyFrame(null, bytes)).isFalse();
    }
}
