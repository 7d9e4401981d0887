package io.sipcast.peer;

import java.nio.file.Path;

/**
 * A caller's side of a call for sipp, step by step in the order of the wire. Its description offers
 * PCMA as 8, and H.264 as 96 where that is asked for.
 */
public final class SippCall {
    private static final String FROM =
            "From: \"Studio\" <sip:sipp@[local_ip]:[local_port]>;tag=[pid]sipcast[call_number]\n";

    private final String user;
    private final StringBuilder steps = new StringBuilder();
    private String codec = "8 PCMA/8000";
    private boolean video;
    private int cseq;

    private SippCall(String user) {
        this.user = user;
    }

    /** Calls this user. */
    public static SippCall to(String user) {
        return new SippCall(user);
    }

    /** From here on its descriptions have a video line, and one of a kind that nobody takes. */
    public SippCall withVideo() {
        video = true;
        return this;
    }

    /** From here on its descriptions have no codec that anybody knows. */
    public SippCall bad() {
        codec = "9 unknown/8000";
        return this;
    }

    public SippCall invite() {
        return invite("", description());
    }

    /** Without a description: the offer is the callee's to make. */
    public SippCall bareInvite() {
        return invite("", "");
    }

    /** Once more, with the credentials that the 401 has asked for. */
    public SippCall inviteWithCredentials(String name, String password) {
        return invite(
                "[authentication username=" + name + " password=" + password + "]\n",
                description());
    }

    private SippCall invite(String headers, String body) {
        return send("INVITE", "sip:" + user + "@[remote_ip]:[remote_port]", ++cseq, headers, body);
    }

    /** A final answer that is no 2xx, and its ACK. */
    public SippCall expectRefusal(int status) {
        boolean challenge = status == 401;
        return step("""
        <recv response="100" optional="true"/>
        <recv response="%d"%s/>
        """
                        .formatted(status, challenge ? " auth=\"true\"" : ""))
                .step(
                        """
                        <send><![CDATA[
                        ACK sip:%s@[remote_ip]:[remote_port] SIP/2.0
                        [last_Via:]
                        Max-Forwards: 70
                        [last_From:]
                        [last_To:]
                        Call-ID: [call_id]
                        CSeq: %d ACK
                        Content-Length: 0

                        ]]></send>
                        """
                                .formatted(user, cseq));
    }

    /** 200 with a description in which this text stands, and its ACK. */
    public SippCall expectAnswer(String text) {
        return ok(text).request("ACK", cseq, "");
    }

    /** 200 with an offer, and the ACK that answers it. */
    public SippCall expectOffer() {
        return ok("m=audio").request("ACK", cseq, description());
    }

    private SippCall ok(String text) {
        return step(
                """
                <recv response="100" optional="true"/>
                <recv response="200" rrs="true"><action>
                  <ereg regexp="%s" search_in="body" check_it="true" assign_to="ok"/>
                </action></recv>
                """
                        .formatted(text));
    }

    /** Beeps in A-law, again and again. */
    public SippCall beeps(Path alaw) {
        return step(
                "<nop><action><exec rtp_stream=\"" + alaw + ",-1,8,PCMA/8000\"/></action></nop>\n");
    }

    public SippCall pause(int seconds) {
        return step("<pause milliseconds=\"" + seconds * 1000 + "\"/>\n");
    }

    /** The callee hangs up, and that is answered. */
    public SippCall expectBye() {
        return step("<recv request=\"BYE\"/>\n")
                .step(
                        """
                        <send><![CDATA[
                        SIP/2.0 200 OK
                        [last_Via:]
                        [last_From:]
                        [last_To:]
                        [last_Call-ID:]
                        [last_CSeq:]
                        Content-Length: 0

                        ]]></send>
                        """);
    }

    /** The caller hangs up. */
    public SippCall bye() {
        return request("BYE", ++cseq, "").step("<recv response=\"200\"/>\n");
    }

    /** No message comes for so long: any would be unexpected. */
    public SippCall silence(int seconds) {
        return pause(seconds);
    }

    String xml() {
        return "<?xml version=\"1.0\" encoding=\"ISO-8859-1\" ?>\n<scenario name=\"caller\">\n"
                + steps
                + (steps.indexOf("assign_to=\"ok\"") < 0 ? "" : "<Reference variables=\"ok\"/>\n")
                + "</scenario>\n";
    }

    private SippCall request(String method, int number, String body) {
        return send(method, "[next_url]", number, "[routes]\n", body);
    }

    private SippCall send(String method, String uri, int number, String headers, String body) {
        boolean again = !method.equals("ACK");
        boolean inDialog = headers.startsWith("[routes]");
        String to = "To: <sip:" + user + "@[remote_ip]:[remote_port]>";
        return step(
                "<send"
                        + (again ? " retrans=\"500\"" : "")
                        + "><![CDATA[\n"
                        + method
                        + " "
                        + uri
                        + " SIP/2.0\n"
                        + "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch];rport\n"
                        + "Max-Forwards: 70\n"
                        + FROM
                        + to
                        + (inDialog ? "[peer_tag_param]" : "")
                        + "\nCall-ID: [call_id]\nCSeq: "
                        + number
                        + " "
                        + method
                        + "\nContact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>\n"
                        + headers
                        + (body.isEmpty()
                                ? "Content-Length: 0\n"
                                : "Content-Type: application/sdp\nContent-Length: [len]\n\n" + body)
                        + "\n]]></send>\n");
    }

    private SippCall step(String xml) {
        steps.append(xml);
        return this;
    }

    private String description() {
        String audio =
                """
                v=0
                o=sipp 1 1 IN IP4 [local_ip]
                s=-
                c=IN IP4 [media_ip]
                t=0 0
                m=audio [media_port] RTP/AVP %s 101
                a=rtpmap:%s
                a=rtpmap:101 telephone-event/8000
                a=fmtp:101 0-15
                a=ptime:20
                a=sendrecv
                """
                        .formatted(codec.substring(0, 1), codec);
        return video
                ? audio
                        + """
                        m=video [media_port+2] RTP/AVP 96
                        a=rtpmap:96 H264/90000
                        a=fmtp:96 profile-level-id=42c01e;packetization-mode=1
                        a=sendrecv
                        m=application 50000 UDP/BFCP *
                        a=floorctrl:c-s
                        """
                : audio;
    }
}
