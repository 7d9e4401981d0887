package io.sipcast.sip.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.route.Target;
import org.junit.jupiter.api.Test;

class LadderTest {
    private static final String SDP =
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 6000 RTP/AVP 8 101
            a=rtpmap:101 telephone-event/8000
            m=video 0 RTP/AVP 96
            """;

    private final SipTrace trace = new SipTrace();

    private void add(boolean sent, Target peer, long millis, SipMessage message) {
        trace.add(message, sent, false, peer, millis * 1_000_000);
    }

    @Test
    void drawsAColumnForEachPeer() {
        SipMessage invite = Messages.request("INVITE", 1, "Content-Type: application/sdp\n", SDP);
        add(true, Messages.PROXY, 1000, invite);
        add(true, Messages.PROXY, 1500, invite);
        add(false, Messages.PROXY, 1520, Messages.response("180 Ringing", "INVITE", 1, "", ""));
        add(true, Messages.CALLEE, 2123, Messages.request("ACK", 1, "", ""));

        assertThat(Ladder.draw(trace.messages(), 1_000_000_000L))
                .isEqualTo(
"""
  seconds  Sipcast                                                 udp:198.51.100.5:5060                                   udp:203.0.113.7:5062
    0.000  |-- INVITE sip:bob@example.com ------------------------>|                                                       |
           |    SDP: audio 192.0.2.1:6000 PCMA,telephone-event     |                                                       |
           |      sendrecv                                         |                                                       |
           |    video refused                                      |                                                       |
    0.500  |-- INVITE sip:bob@example.com ------------------------>|                                                       |
           |    repeated                                           |                                                       |
    0.520  |<------------------------------ 180 Ringing (INVITE) --|                                                       |
    1.123  |-- ACK sip:bob@example.com ----------------------------------------------------------------------------------->|
""");
    }

    @Test
    void aPeersTextBringsNoLineOfItsOwn() {
        add(
                false,
                Messages.PROXY,
                0,
                Messages.response("200 O\u001b[31mK\u0085", "BYE", 1, "", ""));

        assertThat(Ladder.draw(trace.messages(), 0))
                .contains("-- 200 O?[31mK? (BYE) --|".substring(3))
                .matches("[ -~\n]*");
    }

    @Test
    void morePeersThanColumnsShareTheLast() {
        for (int i = 1; i <= 20; i++) {
            add(
                    true,
                    Messages.target("203.0.113." + i, 5060),
                    i,
                    Messages.request("BYE", i, "", ""));
        }

        assertThat(Ladder.draw(trace.messages(), 0).lines()).allMatch(l -> l.length() < 400);
    }

    @Test
    void anUnreadableDescriptionIsSaid() {
        add(
                false,
                Messages.PROXY,
                0,
                Messages.request("INVITE", 1, "Content-Type: application/sdp\n", "v=1\nrubbish"));

        assertThat(Ladder.draw(trace.messages(), 0)).contains("SDP: unreadable");
    }
}
