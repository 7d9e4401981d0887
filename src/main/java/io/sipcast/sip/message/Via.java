package io.sipcast.sip.message;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One hop a request took, RFC 3261 §20.42 and RFC 3581.
 *
 * @param transport in upper case
 * @param host of sent-by, IPv6 without brackets
 * @param port of sent-by, or {@link SipUri#NO_PORT}
 */
public record Via(String transport, String host, int port, Params params) {
    /** With which every branch of RFC 3261 begins, §8.1.1.7. */
    public static final String MAGIC_COOKIE = "z9hG4bK";

    public Via {
        if (!Lexer.isToken(transport) || !Host.isValid(host)) {
            throw new IllegalArgumentException("Via");
        }
    }

    /** Our own hop: asks for the source port too, RFC 3581 §3. */
    public static Via of(String transport, String host, int port, String branch) {
        Params params = Params.NONE.with("branch", branch).with("rport", null);
        return new Via(transport, host, port, params);
    }

    public static Via parse(String text) {
        Lexer in = new Lexer("Via", text);
        String protocol = in.token();
        in.expectSeparator('/');
        String version = in.token();
        if (!protocol.equalsIgnoreCase("SIP") || !version.equals("2.0")) {
            throw new ProtocolException(Fault.UNSUPPORTED, "Via: " + protocol + "/" + version);
        }
        in.expectSeparator('/');
        String transport = in.token().toUpperCase(Locale.ROOT);
        in.skipSpace();
        String host = in.host();
        int port = in.portAfterColon();
        Params params = Params.read(in);
        in.expectEnd();
        return new Via(transport, host, port, params);
    }

    public @Nullable String branch() {
        return params.value("branch");
    }

    /** Where the request really came from, IPv6 without brackets. */
    public @Nullable String received() {
        String value = params.value("received");
        return value != null && value.startsWith("[") && value.endsWith("]")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    /** The client asked for, or was told, its source port. */
    public boolean hasRport() {
        return params.has("rport");
    }

    /** The source port a server filled in, or {@link SipUri#NO_PORT}. */
    public int rport() {
        return number("rport", 0xFFFF);
    }

    public @Nullable String maddr() {
        return params.value("maddr");
    }

    /** Or -1 when there is none. */
    public int ttl() {
        return number("ttl", 255);
    }

    private int number(String name, int max) {
        String value = params.value(name);
        if (value == null || value.isEmpty()) {
            return -1;
        }
        try {
            return (int) new Lexer(name, value).number(max);
        } catch (ProtocolException _) {
            return -1;
        }
    }

    public int portOr(int fallback) {
        return port == SipUri.NO_PORT ? fallback : port;
    }

    public Via withParam(String name, @Nullable String value) {
        return new Via(transport, host, port, params.with(name, value));
    }

    /** What a server notes on receiving, RFC 3261 §18.2.1 and RFC 3581 §4. */
    public Via receivedFrom(String address, int sourcePort) {
        Via noted = this;
        if (hasRport()) {
            noted = noted.withParam("rport", Integer.toString(sourcePort));
        }
        return hasRport() || !host.equalsIgnoreCase(address)
                ? noted.withParam("received", address)
                : noted;
    }

    public String print() {
        StringBuilder out = new StringBuilder(96).append("SIP/2.0/").append(transport).append(' ');
        Host.print(host, port, out);
        params.print(out);
        return out.toString();
    }
}
