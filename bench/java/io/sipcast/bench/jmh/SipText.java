package io.sipcast.bench.jmh;

import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.message.SipParser;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Reading and writing SIP as trunks and phones write it, with descriptions of sound and pictures.
 */
public class SipText extends Measured {
    private static final String BODY =
            """
            v=0
            o=- 2890844730 7 IN IP4 198.51.100.1
            s=-
            c=IN IP4 198.51.100.1
            t=0 0
            m=audio 6000 RTP/AVP 107 0 8 101
            a=rtpmap:107 opus/48000/2
            a=fmtp:107 useinbandfec=1
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            a=ptime:20
            a=sendrecv
            m=video 6002 RTP/AVP 121
            a=rtpmap:121 H264/90000
            a=fmtp:121 profile-level-id=42e01f;packetization-mode=1
            a=rtcp-fb:121 nack pli
            a=rtcp-fb:121 ccm fir
            a=recvonly
            """;

    /** Which message. */
    public enum Message {
        INVITE,
        OK
    }

    @Param Message message = Message.INVITE;

    private byte[] bytes;
    private SipMessage read;

    /** Reads it, to be written. */
    @Setup
    public void read() {
        bytes =
                switch (message) {
                    case INVITE ->
                            text("INVITE sip:+4930123456@198.51.100.1;user=phone SIP/2.0", "");
                    case OK -> text("SIP/2.0 200 OK", ";tag=a6c85cf");
                };
        read = SipParser.parse(bytes);
    }

    private static byte[] text(String start, String tag) {
        String body = BODY.replace("\n", "\r\n");
        String head =
                """
                %s
                Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bKd1f6c0a2;rport=5060;received=198.51.100.7
                Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK776asdhds;rport
                Record-Route: <sip:198.51.100.7;lr;ftag=1928301774>
                Max-Forwards: 69
                From: "Alice" <sip:alice@trunk.example.com>;tag=1928301774
                To: <sip:+4930123456@trunk.example.com;user=phone>%s
                Call-ID: a84b4c76e66710-4b1c@192.0.2.1
                CSeq: 314159 INVITE
                Contact: <sip:alice@192.0.2.1:5060;transport=udp>
                Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK, NOTIFY
                Supported: 100rel, timer, replaces
                Session-Expires: 1800;refresher=uac
                Min-SE: 90
                User-Agent: Phone 4.2.1 (build 77)
                Content-Type: application/sdp
                Content-Length: %d

                """
                        .formatted(start, tag, body.length());
        return (head.replace("\n", "\r\n") + body).getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public SipMessage parse() {
        return SipParser.parse(bytes);
    }

    @Benchmark
    public byte[] print() {
        return read.print();
    }
}
