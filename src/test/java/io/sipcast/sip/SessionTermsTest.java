package io.sipcast.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.SipUri;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who refreshes, and what is said about it. */
class SessionTermsTest {
    private static final SessionTerms OURS = new SessionTerms(600, true);
    private static final SessionTerms PEERS = new SessionTerms(600, false);

    /** RFC 4028 §9, table 2, and what it leaves to us. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // peer knows timers | its header | running | our header | Require
                "false | 1800               | -     | 1800;refresher=uas | -",
                "true  | 1800               | -     | 1800;refresher=uas | timer",
                "true  | 1800               | ours  | 1800;refresher=uas | timer",
                "true  | 1800               | peers | 1800;refresher=uac | timer",
                "true  | 1800;refresher=uac | ours  | 1800;refresher=uac | timer",
                "true  | 1800;refresher=uas | peers | 1800;refresher=uas | timer",
                "true  | -                  | ours  | 600;refresher=uas  | timer",
                "true  | -                  | peers | 600;refresher=uac  | timer",
                "false | -                  | peers | 600;refresher=uas  | -",
                "false | 30                 | -     | 90;refresher=uas   | -",
                "true  | -                  | -     | -                  | -",
                "false | -                  | -     | -                  | -",
            })
    void isWhatThePeerAsksForOrWhatWasBefore(
            boolean able, String asked, String running, String said, String required) {
        SipRequest update = request(able, asked);
        SessionTerms before = running == null ? null : running.equals("ours") ? OURS : PEERS;
        SessionTerms terms = SessionTerms.asked(update, before);
        SipResponse bare = SipResponse.to(update, 200);
        SipResponse ok = terms == null ? bare : terms.grant(bare, update);

        assertThat(ok.headers().first("Session-Expires")).isEqualTo(said);
        assertThat(ok.headers().first("Require")).isEqualTo(required);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "1800;refresher=uac, 1800, true",
                "1800;refresher=uas, 1800, false",
                "1800, 1800, true",
                "20;refresher=uas, 90, false",
                "4294967295;refresher=uac, 2592000, true"
            })
    void isReadFromA2xx(String said, long seconds, boolean ours) {
        SipResponse ok = SipResponse.to(request(true, null), 200).with("Session-Expires", said);

        assertThat(SessionTerms.answered(ok)).isEqualTo(new SessionTerms(seconds, ours));
    }

    @Test
    void a2xxWithoutItHasNoTimer() {
        assertThat(SessionTerms.answered(SipResponse.to(request(true, null), 200))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"true, 89, true", "true, 90, false", "false, 10, false"})
    void isTooShortOnlyForWhoKnowsTimers(boolean able, String asked, boolean tooShort) {
        assertThat(SessionTerms.isTooShort(request(able, asked))).isEqualTo(tooShort);
        assertThat(SessionTerms.isTooShort(request(able, null))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "true, 600;refresher=uac, 1800, 600;refresher=uac",
                "true, 600, 1800, 600;refresher=uas",
                "true, -, 1800, 1800;refresher=uas",
                "false, -, 1800, 1800;refresher=uas",
                "true, -, 0, -",
                "true, 600;refresher=uac, 0, 600;refresher=uac"
            })
    void ofACallInAreTheCallersOrOurs(
            boolean able, @Nullable String asked, long own, @Nullable String said) {
        SipRequest invite = request(able, asked);
        SessionTerms terms = SessionTerms.invited(invite, Duration.ofSeconds(own));
        SipResponse bare = SipResponse.to(invite, 200);
        SipResponse ok = terms == null ? bare : terms.grant(bare, invite);

        assertThat(ok.headers().first("Session-Expires")).isEqualTo(said);
    }

    @Test
    void areNotShorterThanThePeerAllows() {
        SipRequest update = request(true, null).with("Min-SE", "900");

        assertThat(SessionTerms.asked(update, PEERS)).isEqualTo(new SessionTerms(900, false));
    }

    @Test
    void isAskedForAgainByWhoeverRefreshes() {
        SipRequest bare = request(true, null);

        assertThat(OURS.ask(bare).headers().first("Session-Expires"))
                .isEqualTo("600;refresher=uac");
        assertThat(PEERS.ask(bare).headers().first("Session-Expires"))
                .isEqualTo("600;refresher=uas");
    }

    private static SipRequest request(boolean able, @Nullable String asked) {
        SipRequest bare = SipRequest.of(Method.UPDATE, SipUri.parse("sip:a@b"), Headers.NONE);
        SipRequest with = able ? bare.with("Supported", "replaces, Timer") : bare;
        return asked == null ? with : with.with("Session-Expires", asked);
    }
}
