package io.sipcast.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.message.Headers;
import io.sipcast.sip.message.Method;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.route.NextHop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DialogTest {
    private static final SipRequest INVITE =
            SipRequest.of(
                    Method.INVITE,
                    SipUri.parse("sip:bob@example.com"),
                    Headers.builder()
                            .add(HeaderName.VIA, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1")
                            .add(HeaderName.FROM, "<sip:alice@example.com>;tag=a")
                            .add(HeaderName.TO, "<sip:bob@example.com>")
                            .add(HeaderName.CALL_ID, "id")
                            .add(HeaderName.CSEQ, "1 INVITE")
                            .add(HeaderName.CONTACT, "<sip:alice@192.0.2.1>")
                            .build());

    private final Sequence sequence = new Sequence();

    @Test
    void routesOfTheCallerAreThoseOfTheResponseBackwards() {
        Dialog dialog = caller("<sip:p2;lr>, <sip:p1;lr>");

        SipRequest bye = dialog.request(Method.BYE, sequence.next());
        assertThat(bye.uri().print()).isEqualTo("sip:bob@10.0.0.1:5070");
        assertThat(bye.headers().all(HeaderName.ROUTE))
                .containsExactly("<sip:p1;lr>", "<sip:p2;lr>");
        assertThat(bye.from().print()).isEqualTo("<sip:alice@example.com>;tag=a");
        assertThat(bye.to().print()).isEqualTo("<sip:bob@example.com>;tag=b");
        assertThat(dialog.nextHop()).isEqualTo(new NextHop("p1", 0, null));
    }

    @Test
    void aStrictRouterBecomesTheRequestUri() {
        Dialog dialog = caller("<sip:p2;lr>, <sip:p1;method=INVITE?X=y>");

        SipRequest bye = dialog.request(Method.BYE, sequence.next());
        assertThat(bye.uri().print()).isEqualTo("sip:p1");
        assertThat(bye.headers().all(HeaderName.ROUTE))
                .containsExactly("<sip:p2;lr>", "<sip:bob@10.0.0.1:5070>");
        assertThat(dialog.nextHop()).isEqualTo(new NextHop("p1", 0, null));
    }

    @Test
    void withoutRoutesRequestsGoToTheContact() {
        Dialog dialog = caller(null);

        assertThat(dialog.request(Method.BYE, 2).headers().has(HeaderName.ROUTE)).isFalse();
        assertThat(dialog.nextHop()).isEqualTo(new NextHop("10.0.0.1", 5070, null));
    }

    @Test
    void theCalleesSideMirrorsIt() {
        SipRequest recorded =
                INVITE.withHeaders(
                        INVITE.headers().plus(HeaderName.RECORD_ROUTE, "<sip:p1;lr>, <sip:p2;lr>"));
        Dialog dialog = Dialog.ofRequest(recorded, "b");

        SipRequest bye = dialog.request(Method.BYE, dialog.sequence().next());
        assertThat(bye.uri().print()).isEqualTo("sip:alice@192.0.2.1");
        assertThat(bye.headers().all(HeaderName.ROUTE))
                .containsExactly("<sip:p1;lr>", "<sip:p2;lr>");
        assertThat(bye.from().print()).isEqualTo("<sip:bob@example.com>;tag=b");
        assertThat(bye.to().print()).isEqualTo("<sip:alice@example.com>;tag=a");
        assertThat(dialog.accept(INVITE)).isFalse();
    }

    @Test
    void requestsMayLeaveNumbersOutButNotGoBack() {
        Dialog dialog = caller(null);

        assertThat(dialog.accept(numbered(7))).isTrue();
        assertThat(dialog.accept(numbered(9))).isTrue();
        assertThat(dialog.accept(numbered(9))).isFalse();
        assertThat(dialog.accept(numbered(8))).isFalse();
    }

    @Test
    void knowsItsOwnRequestsByCallIdAndBothTags() {
        Dialog dialog = caller(null);
        SipRequest request =
                numbered(1)
                        .with(HeaderName.FROM, "<sip:bob@example.com>;tag=b")
                        .with(HeaderName.TO, "<sip:alice@example.com>;tag=a");

        assertThat(dialog.holds(request)).isTrue();
        assertThat(dialog.holds(request.with(HeaderName.CALL_ID, "other"))).isFalse();
        assertThat(dialog.holds(request.with(HeaderName.FROM, "<sip:bob@example.com>"))).isFalse();
        assertThat(dialog.holds(request.with(HeaderName.TO, "<sip:a@b>;tag=z"))).isFalse();
    }

    @Test
    void aPeerWithoutATagHasAnEmptyOne() {
        SipResponse answer = SipResponse.to(INVITE, 200);
        Dialog dialog = Dialog.ofAnswer(INVITE, answer, sequence);

        assertThat(dialog.remoteTag()).isEmpty();
        assertThat(dialog.remoteTarget()).isEqualTo(INVITE.uri()); // it forgot its Contact
    }

    @Test
    void theContactOfARefreshMovesThePeer() {
        Dialog dialog = caller(null);
        dialog.refreshTarget(numbered(2).with(HeaderName.CONTACT, "<sip:bob@10.0.0.2>"));
        assertThat(dialog.remoteTarget().print()).isEqualTo("sip:bob@10.0.0.2");

        SipRequest without = numbered(3);
        dialog.refreshTarget(without.withHeaders(without.headers().without(HeaderName.CONTACT)));
        assertThat(dialog.remoteTarget().print()).isEqualTo("sip:bob@10.0.0.2");
    }

    private static SipRequest numbered(long number) {
        return INVITE.with(HeaderName.CSEQ, number + " INVITE");
    }

    private Dialog caller(@Nullable String recordRoute) {
        SipResponse answer =
                SipResponse.to(INVITE, 200)
                        .withToTag("b")
                        .with(HeaderName.CONTACT, "<sip:bob@10.0.0.1:5070>");
        sequence.next();
        return Dialog.ofAnswer(
                INVITE,
                recordRoute == null ? answer : answer.with(HeaderName.RECORD_ROUTE, recordRoute),
                sequence);
    }
}
