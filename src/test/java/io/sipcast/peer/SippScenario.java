package io.sipcast.peer;

import java.nio.file.Path;

/**
 * A callee's side of a call for sipp, step by step in the order of the wire. What sipp answers is
 * fixed text, whatever was offered: PCMA as 8, and H.264 as 96 where video is asked for.
 */
public final class SippScenario {
    private static final String TAG = ";tag=[pid]sipcast[call_number]";
    private final StringBuilder steps = new StringBuilder();
    private String pictures = "";
    private boolean keys = true;
    private String soundPort = "[media_port]";

    /** The call begins with an INVITE, whose Contact and From are kept for requests of our own. */
    public static SippScenario invited() {
        var scenario = new SippScenario();
        scenario.invite();
        return scenario;
    }

    /** From here on the callee's descriptions have a video line. */
    public SippScenario withVideo() {
        return withVideo(96, "H264", "profile-level-id=42c01e;packetization-mode=1");
    }

    /** The same with another format, whose parameters are these. */
    public SippScenario withVideo(int payloadType, String encoding, String parameters) {
        pictures =
                """
                m=video [media_port+2] RTP/AVP %1$d
                a=rtpmap:%1$d %2$s/90000
                a=fmtp:%1$d %3$s
                """
                        .formatted(payloadType, encoding, parameters);
        return this;
    }

    /** From here on the callee's descriptions name this port of its host for sound. */
    public SippScenario soundAt(int port) {
        soundPort = Integer.toString(port);
        return this;
    }

    /** From here on the callee's descriptions have no telephone-event. */
    public SippScenario withoutKeys() {
        keys = false;
        return this;
    }

    /** Another INVITE of the same call, as after a challenge. */
    public SippScenario invite() {
        return step(
                """
                <recv request="INVITE" crlf="true"><action>
                  <ereg regexp="sip:[^&gt;]*" search_in="hdr" header="Contact:" assign_to="uri"/>
                  <ereg regexp="[^ ].*" search_in="hdr" header="From:" assign_to="caller"/>
                </action></recv>
                """);
    }

    public SippScenario trying() {
        return answer("100 Trying", "", "", false);
    }

    public SippScenario ringing() {
        return answer("180 Ringing", "", "", true);
    }

    /** 183 with the callee's description: early media. */
    public SippScenario earlyMedia() {
        return answer("183 Session Progress", "", description("sendrecv", 1), true);
    }

    /** The INVITE, to be answered behind other requests: what tells it from them is kept. */
    public static SippScenario invitedForLong() {
        var scenario = invited();
        scenario.steps.insert(
                scenario.steps.lastIndexOf("</action>"),
                "<ereg regexp=\".*\" search_in=\"hdr\" header=\"Via:\" assign_to=\"via\"/>");
        return scenario;
    }

    /** 183 with the callee's description that wants a PRACK, which comes and is answered. */
    public SippScenario reliableEarlyMedia(int number) {
        return answer(
                        "183 Session Progress",
                        "Require: 100rel\nRSeq: " + number + "\n",
                        description("sendrecv", 1),
                        true)
                .step(
                        "<recv request=\"PRACK\" crlf=\"true\"><action><ereg regexp=\""
                                + number
                                + " 1 INVITE\" search_in=\"hdr\" header=\"RAck:\""
                                + " check_it=\"true\" assign_to=\"ok\"/></action></recv>\n")
                .answer("200 OK", "", "", false);
    }

    /** 200 for the INVITE of {@link #invitedForLong}, without a description. */
    public SippScenario okAtLast() {
        return step(
                """
                <send retrans="500"><![CDATA[
                SIP/2.0 200 OK
                Via:[$via]
                From: [$caller]
                To: <sip:sipp@[local_ip]:[local_port]>%s
                [last_Call-ID:]
                CSeq: 1 INVITE
                %sContent-Length: 0

                ]]></send>
                """
                        .formatted(TAG, contact()));
    }

    /** 200 with another description than the early one: mu-law, and of a new version. */
    public SippScenario okInMulaw() {
        return answer("200 OK", "", description("sendrecv", 2).replace("8 101", "0 101"), true);
    }

    public SippScenario ok() {
        return answer("200 OK", "", description("sendrecv", 1), true);
    }

    /** A final answer other than 200, and its ACK. */
    public SippScenario refuse(String status) {
        return answer(status, "", "", true).expect("ACK");
    }

    /** A final answer that names another address, and its ACK. */
    public SippScenario sendOn(String status, String uri) {
        answer(status, "", "", true);
        int at = steps.lastIndexOf(contact());
        steps.replace(at, at + contact().length(), "Contact: <" + uri + ">\n");
        return expect("ACK");
    }

    /** A challenge for alice in the realm "trunk". */
    public SippScenario challenge(String status, String header) {
        String digest =
                header
                        + ": Digest realm=\"trunk\", nonce=\"47ebe028cda119c35d4877b383027d28\","
                        + " algorithm=MD5, qop=\"auth\"\n";
        return answer(status, digest, "", true).expect("ACK");
    }

    /**
     * The next INVITE must answer the challenge with alice's password; 403 ends it otherwise. The
     * password itself is only checked in Authorization, sipp looks at no other header.
     */
    public SippScenario verified(String header, String password) {
        String check =
                header.equals("Authorization")
                        ? "<verifyauth assign_to=\"ok\" username=\"alice\" password=\""
                                + password
                                + "\"/>"
                        : "<ereg regexp=\"Digest .*username=.alice.*response=\""
                                + " search_in=\"hdr\" header=\""
                                + header
                                + ":\" assign_to=\"ok\"/>";
        invite();
        steps.insert(steps.lastIndexOf("</action>"), check);
        return step("<nop hide=\"true\" test=\"ok\" next=\"verified\"/>\n")
                .answer("403 Forbidden", "", "", true)
                .step("<recv request=\"ACK\" next=\"end\"/>\n<label id=\"verified\"/>\n");
    }

    public SippScenario expect(String method) {
        return step("<recv request=\"" + method + "\" crlf=\"true\"/>\n");
    }

    /** The other side hangs up, and that is answered. */
    public SippScenario expectBye() {
        return expect("BYE").answer("200 OK", "", "", false);
    }

    /** The other side cancels while it rings. */
    public SippScenario expectCancel() {
        step("<recv request=\"CANCEL\" crlf=\"true\"/>\n");
        answer("200 OK", "", "", false);
        return step("""
        <send><![CDATA[
        SIP/2.0 487 Request Terminated
        [last_Via:]
        [last_From:]
        [last_To:]
        [last_Call-ID:]
        CSeq: 1 INVITE
        Content-Length: 0

        ]]></send>
        """)
                .expect("ACK");
    }

    /** Beeps in A-law, again and again. */
    public SippScenario beeps(Path alaw) {
        return action("<exec rtp_stream=\"" + alaw + ",-1,8,PCMA/8000\"/>");
    }

    /** Beeps in mu-law, again and again. */
    public SippScenario mulawBeeps(Path mulaw) {
        return action("<exec rtp_stream=\"" + mulaw + ",-1,0,PCMU/8000\"/>");
    }

    /** Pictures from a capture of RTP. */
    public SippScenario pictures(Path pcap) {
        return action("<exec play_pcap_video=\"" + pcap + "\"/>");
    }

    public SippScenario pause(int seconds) {
        return step("<pause milliseconds=\"" + seconds * 1000 + "\"/>\n");
    }

    /** The callee hangs up. */
    public SippScenario bye() {
        return request("BYE", 99, "").step("<recv response=\"200\"/>\n");
    }

    /** A re-INVITE with this direction, which must be answered with that one. */
    public SippScenario reInvite(int cseq, String direction, String expected) {
        return reInviteWith(cseq, description(direction, cseq), expected);
    }

    private SippScenario reInviteWith(int cseq, String description, String expected) {
        return request("INVITE", cseq, description)
                .step("<recv response=\"100\" optional=\"true\"/>\n")
                .step(
                        "<recv response=\"200\"><action><ereg regexp=\"a="
                                + expected
                                + "\" search_in=\"body\" check_it=\"true\" assign_to=\"ok\"/>"
                                + "</action></recv>\n")
                .request("ACK", cseq, "");
    }

    /** A re-INVITE without SDP: the 200 must have an offer, and the ACK brings the answer. */
    public SippScenario reInviteWithoutOffer(int cseq) {
        return request("INVITE", cseq, "")
                .step("<recv response=\"100\" optional=\"true\"/>\n")
                .step("<recv response=\"200\"><action></action></recv>\n")
                .checked("search_in=\"body\"", "m=audio [0-9]* RTP/AVP")
                .request("ACK", cseq, description("sendrecv", cseq));
    }

    /** The next INVITE of the call must have this. */
    public SippScenario inviteWith(String header, String pattern) {
        return invite().having(header, pattern);
    }

    /** What was expected last must have a header like this. */
    public SippScenario having(String header, String pattern) {
        return checked("search_in=\"hdr\" header=\"" + header + ":\"", pattern);
    }

    private SippScenario checked(String where, String pattern) {
        steps.insert(
                steps.lastIndexOf("</action>"),
                "<ereg regexp=\""
                        + pattern
                        + "\" "
                        + where
                        + " check_it=\"true\" assign_to=\"ok\"/>");
        return this;
    }

    /** The session is to have at least this interval: another INVITE has to ask for it. */
    public SippScenario intervalTooShort(int seconds) {
        return answer("422 Session Interval Too Small", "Min-SE: " + seconds + "\n", "", true)
                .expect("ACK");
    }

    /** 200 with a session timer such as {@code 1800;refresher=uas}. */
    public SippScenario okFor(String sessionExpires) {
        return answer("200 OK", timer(sessionExpires), description("sendrecv", 1), true);
    }

    /** A refresh of the session by UPDATE, which must be granted like this. */
    public SippScenario update(int cseq, String sessionExpires, String granted) {
        return request("UPDATE", cseq, timer(sessionExpires), "")
                .step("<recv response=\"200\"><action></action></recv>\n")
                .having("Session-Expires", granted)
                .having("Require", "timer");
    }

    /** The other side refreshes the session by a re-INVITE with this. */
    public SippScenario expectRefresh(String sessionExpires) {
        return step("<recv request=\"INVITE\" crlf=\"true\"><action></action></recv>\n")
                .having("Session-Expires", sessionExpires)
                .answer("200 OK", timer(sessionExpires), description("sendrecv", 1), false)
                .expect("ACK");
    }

    private static String timer(String sessionExpires) {
        return "Supported: timer\nSession-Expires: " + sessionExpires + "\n";
    }

    /** A re-INVITE that puts the call on hold as RFC 2543 did, answered recvonly. */
    public SippScenario reInviteToNowhere(int cseq) {
        String nowhere = description("sendrecv", cseq).replace("[media_ip]", "0.0.0.0");
        return reInviteWith(cseq, nowhere, "recvonly");
    }

    /** An INFO with this type, whose body has this, is answered with that status. */
    public SippScenario expectInfo(String contentType, String body, String status) {
        return step("""
        <recv request="INFO"><action>
          <ereg regexp="%s *$" search_in="hdr" header="Content-Type:" check_it="true" assign_to="ok"/>
          <ereg regexp="%s" search_in="body" check_it="true" assign_to="ok"/>
        </action></recv>
        """
                        .formatted(contentType, body))
                .answer(status, "", "", false);
    }

    /** The callee sends an INFO, which is answered 200. */
    public SippScenario info(int cseq, String contentType, String body) {
        int start = steps.length();
        request("INFO", cseq, body);
        int type = steps.indexOf("application/sdp", start);
        steps.replace(type, type + "application/sdp".length(), contentType);
        return step("<recv response=\"200\"/>\n");
    }

    public SippScenario pauseBeeps() {
        return action("<exec rtp_stream=\"pause\"/>");
    }

    public SippScenario resumeBeeps() {
        return action("<exec rtp_stream=\"resume\"/>");
    }

    /** The file that sipp reads. */
    String xml(String name) {
        return "<?xml version=\"1.0\" encoding=\"ISO-8859-1\" ?>\n<scenario name=\""
                + name
                + "\">\n"
                + steps
                + "<label id=\"end\"/>\n<Reference variables=\"uri,caller"
                + reference("ok")
                + reference("via")
                + "\"/>\n</scenario>\n";
    }

    private String reference(String variable) {
        return steps.indexOf("assign_to=\"" + variable + "\"") < 0 ? "" : "," + variable;
    }

    private SippScenario action(String action) {
        return step("<nop><action>" + action + "</action></nop>\n");
    }

    private SippScenario step(String xml) {
        steps.append(xml);
        return this;
    }

    private SippScenario answer(String status, String headers, String body, boolean tagged) {
        String tag = tagged ? TAG : "";
        boolean retransmitted = status.startsWith("200") && !body.isEmpty();
        return step(
                "<send"
                        + (retransmitted ? " retrans=\"500\"" : "")
                        + "><![CDATA[\nSIP/2.0 "
                        + status
                        + "\n[last_Via:]\n[last_Record-Route:]\n[last_From:]\n[last_To:]"
                        + tag
                        + "\n[last_Call-ID:]\n[last_CSeq:]\n"
                        + contact()
                        + headers
                        + bodyWithLength(body)
                        + "\n]]></send>\n");
    }

    private SippScenario request(String method, int cseq, String body) {
        return request(method, cseq, "", body);
    }

    private SippScenario request(String method, int cseq, String headers, String body) {
        return step(
                "<send"
                        + (method.equals("ACK") ? "" : " retrans=\"500\"")
                        + "><![CDATA[\n"
                        + method
                        + " [$uri] SIP/2.0\n"
                        + "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]\n"
                        + "Max-Forwards: 70\n"
                        + "From: <sip:sipp@[local_ip]:[local_port]>"
                        + TAG
                        + "\nTo: [$caller]\nCall-ID: [call_id]\nCSeq: "
                        + cseq
                        + " "
                        + method
                        + "\n"
                        + contact()
                        + headers
                        + bodyWithLength(body)
                        + "\n]]></send>\n");
    }

    private static String contact() {
        return "Contact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>\n";
    }

    private static String bodyWithLength(String body) {
        return body.isEmpty()
                ? "Content-Length: 0\n"
                : "Content-Type: application/sdp\nContent-Length: [len]\n\n" + body;
    }

    private String description(String direction, int version) {
        String audio =
                """
                v=0
                o=sipp 1 %d IN IP4 [local_ip]
                s=-
                c=IN IP4 [media_ip]
                t=0 0
                m=audio %s RTP/AVP 8%s
                a=rtpmap:8 PCMA/8000
                %sa=ptime:20
                a=%s
                """
                        .formatted(
                                version,
                                soundPort,
                                keys ? " 101" : "",
                                keys ? "a=rtpmap:101 telephone-event/8000\na=fmtp:101 0-15\n" : "",
                                direction);
        return pictures.isEmpty() ? audio : audio + pictures + "a=" + direction + "\n";
    }
}
