package io.sipcast.sip.trace;

import io.sipcast.sip.message.HeaderName;
import io.sipcast.sip.route.Target;

/**
 * A message of a trace.
 *
 * @param atNanos monotonic
 * @param sent by us; else received
 * @param registration whether it is of the registration that the call needs
 * @param repeated whether it is a retransmission: the same bytes as before
 * @param leftOutBefore how many messages between the one before and this one were not kept
 * @param text the message without its secrets; empty for a repetition of one that was left out
 */
public record TracedMessage(
        long atNanos,
        boolean sent,
        boolean registration,
        boolean repeated,
        Target peer,
        int leftOutBefore,
        String text) {
    private static final String VERSION = "SIP/2.0";

    /** {@code INVITE sip:bob@example.com} or {@code 180 Ringing (INVITE)}. */
    public String summary() {
        if (text.isEmpty()) {
            return "(as before)";
        }
        String line = startLine();
        return isResponse()
                ? line.substring(VERSION.length() + 1).strip() + " (" + method() + ")"
                : line.substring(0, Math.max(0, line.length() - VERSION.length())).strip();
    }

    /** Of the request, or of the one that is answered. */
    public String method() {
        String cseq = cseq();
        return cseq.substring(cseq.indexOf(' ') + 1);
    }

    /** 0 for a request. */
    public int status() {
        return isResponse() ? Integer.parseInt(startLine().substring(8, 11)) : 0;
    }

    /** Number and method. */
    public String cseq() {
        return header(HeaderName.CSEQ);
    }

    /** What is described in it in a few words; empty without a description. */
    public String sdp() {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? "" : SdpNote.of(text.substring(end + 4));
    }

    private boolean isResponse() {
        return text.startsWith(VERSION + " ");
    }

    private String startLine() {
        int end = text.indexOf("\r\n");
        return end < 0 ? text : text.substring(0, end);
    }

    private String header(String name) {
        String start = "\r\n" + name + ": ";
        int at = text.indexOf(start);
        int end = text.indexOf("\r\n", at + 2);
        return at < 0 || end < 0 ? "" : text.substring(at + start.length(), end);
    }
}
