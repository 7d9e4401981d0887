package io.sipcast.sip.message;

import io.sipcast.bytes.Bytes;
import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.util.Locale;

/** The first line of a message, RFC 3261 §7.1 and §7.2. */
sealed interface StartLine {
    String VERSION = "SIP/2.0";

    SipMessage message(Headers headers, Bytes body);

    /** Of a request. */
    record Request(Method method, Uri uri) implements StartLine {
        @Override
        public SipMessage message(Headers headers, Bytes body) {
            return new SipRequest(method, uri, headers, body);
        }
    }

    /** Of a response. */
    record Status(int status, String reason) implements StartLine {
        @Override
        public SipMessage message(Headers headers, Bytes body) {
            return new SipResponse(status, reason, headers, body);
        }
    }

    static StartLine parse(String line) {
        if (line.indexOf('\r') >= 0) {
            throw Head.malformed("CR inside the first line");
        }
        return isStatus(line) ? parseStatus(line) : parseRequest(line);
    }

    static boolean isStatus(String line) {
        return line.length() > 4 && line.substring(0, 4).toUpperCase(Locale.ROOT).equals("SIP/");
    }

    private static Request parseRequest(String line) {
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        if (first < 1 || last <= first + 1) {
            throw Head.malformed("first line " + Lexer.shown(line));
        }
        String method = line.substring(0, first);
        if (!Lexer.isToken(method)) {
            throw Head.malformed("method " + Lexer.shown(method));
        }
        checkVersion(line.substring(last + 1));
        return new Request(new Method(method), Uri.parse(line.substring(first + 1, last)));
    }

    private static Status parseStatus(String line) {
        int space = line.indexOf(' ');
        checkVersion(space < 0 ? line : line.substring(0, space));
        Lexer in = new Lexer("status line", line.substring(space + 1));
        int status = (int) in.number(699);
        int reasonAt = space + 1 + in.position();
        if (status < 100 || reasonAt != space + 4 || (!in.atEnd() && in.peek() != ' ')) {
            throw in.fail("status");
        }
        return new Status(status, line.substring(Math.min(line.length(), reasonAt + 1)).strip());
    }

    private static void checkVersion(String version) {
        if (version.equalsIgnoreCase(VERSION)) {
            return;
        }
        boolean sip = version.toUpperCase(Locale.ROOT).startsWith("SIP/");
        throw new ProtocolException(
                sip ? Fault.UNSUPPORTED : Fault.MALFORMED, "version " + Lexer.shown(version));
    }
}
