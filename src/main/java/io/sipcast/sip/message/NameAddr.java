package io.sipcast.sip.message;

import org.jspecify.annotations.Nullable;

/**
 * The value of From, To, Contact, Route and the like: a URI, a name to show, parameters.
 *
 * @param displayName without quotes and escapes
 */
public record NameAddr(@Nullable String displayName, Uri uri, Params params) {
    /** An empty name is none. */
    public NameAddr {
        displayName = displayName == null || displayName.isEmpty() ? null : displayName;
    }

    public static NameAddr of(Uri uri) {
        return new NameAddr(null, uri, Params.NONE);
    }

    /**
     * Reads name-addr or addr-spec with parameters, RFC 3261 §20.10.
     *
     * @param header the name of the header, for the message of the exception
     */
    public static NameAddr parse(String header, String text) {
        Lexer in = new Lexer(header, text);
        String name = in.peek() == '"' ? in.quoted() : unquotedName(in, text);
        in.skipSpace();
        Uri uri;
        if (name != null || in.peek() == '<') {
            in.expect('<');
            uri =
                    Uri.parse(
                            in.through('>')
                                    .strip()); // spaces there mean nothing, RFC 4475 §3.1.2.14
        } else {
            // Without brackets a semicolon begins parameters of the header, not of the URI.
            uri = Uri.parse(in.until(";,?<>\""));
        }
        Params params = Params.read(in);
        in.expectEnd();
        return new NameAddr(name, uri, params);
    }

    /** Tokens by the grammar; peers put nearly anything here. Null when it is a URI. */
    private static @Nullable String unquotedName(Lexer in, String text) {
        int bracket = text.indexOf('<', in.position());
        if (bracket <= in.position()) {
            return null;
        }
        String name = text.substring(in.position(), bracket);
        if (name.chars().anyMatch(c -> ":;,\"".indexOf(c) >= 0)) {
            return null;
        }
        in.back(bracket);
        return name.strip();
    }

    public @Nullable String tag() {
        return params.value("tag");
    }

    public NameAddr withTag(String tag) {
        return withParam("tag", tag);
    }

    public NameAddr withParam(String name, @Nullable String value) {
        return new NameAddr(displayName, uri, params.with(name, value));
    }

    /** The URI if it is one we can send to. */
    public @Nullable SipUri sipUri() {
        return uri instanceof SipUri sip ? sip : null;
    }

    /** Always with angle brackets: then no parameter can change sides. */
    public String print() {
        StringBuilder out = new StringBuilder(80);
        if (displayName != null) {
            out.append(Lexer.quote(displayName)).append(' ');
        }
        out.append('<').append(uri.print()).append('>');
        params.print(out);
        return out.toString();
    }
}
