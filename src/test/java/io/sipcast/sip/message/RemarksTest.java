package io.sipcast.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemarksTest {
    @Test
    void readsWhatAMessageSaysBesidesItsStatus() {
        Remarks remarks =
                Remarks.of(
                        Text.options(
                                """
                                Reason: SIP;cause=480;text="Gone, for now"
                                Reason: Q.850 ; cause=18, preemption;cause=1
                                Warning: 305 pbx.example.org "Incompatible \\"media\\" format"
                                Warning: 399 x no quotes, 301 y "Incompatible address"
                                Retry-After: 30 (busy);duration=60
                                """));

        assertThat(remarks.reasons())
                .containsExactly(
                        new Reason("SIP", OptionalInt.of(480), "Gone, for now"),
                        new Reason("Q.850", OptionalInt.of(18), null),
                        new Reason("preemption", OptionalInt.of(1), null));
        assertThat(remarks.words())
                .isEqualTo(
                        "SIP 480, \"Gone, for now\"; Q.850 18, no user responding; preemption 1;"
                                + " Incompatible \"media\" format; Incompatible address;"
                                + " to be tried again in 30 s");
    }

    @Test
    void thereMayBeNone() {
        assertThat(Remarks.of(Text.options(""))).isSameAs(Remarks.NONE);
        assertThat(Remarks.NONE.words()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it does not know the call any more",
                "Q.850;cause",
                "Q.850;text=\"no end",
                ";cause=16",
                "Q.850;cause=16 and more"
            })
    void whatIsNoReasonIsNotThere(String text) {
        assertThat(Remarks.ofReason(text).reasons()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Q.850;cause=16;text="Normal call clearing" | Q.850 16, normal call clearing
                    Q.850;cause=16;text="bye"   | Q.850 16, normal call clearing, "bye"
                    q.850;cause=999             | q.850 999, a cause of its own
                    SIP;cause=99999             | SIP
                    SIP;text="a\u001bb"         | SIP, "a?b"
                    """)
    void saysItInWords(String header, String words) {
        assertThat(Remarks.ofReason(header).words()).isEqualTo(words);
    }

    @Test
    void printsWhatItReads() {
        Reason reason = Reason.q850(16, "say \"bye\"");

        assertThat(reason.print()).isEqualTo("Q.850;cause=16;text=\"say \\\"bye\\\"\"");
        assertThat(Remarks.ofReason(reason.print()).reasons()).containsExactly(reason);
        assertThat(Reason.sip(408).print()).isEqualTo("SIP;cause=408;text=\"Request Timeout\"");
    }
}
