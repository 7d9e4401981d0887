package io.sipcast.sip.message;

import java.util.Locale;

/** Where a request goes to or who somebody is. */
public sealed interface Uri permits SipUri, TelUri, OtherUri {
    /** In lower case. */
    String scheme();

    /** The text that goes into a message, without angle brackets. */
    String print();

    /**
     * Reads a URI of any scheme.
     *
     * @throws io.sipcast.bytes.ProtocolException MALFORMED when it is no URI
     */
    static Uri parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || !OtherUri.isScheme(text.substring(0, colon))) {
            throw UriText.malformed("no scheme", text);
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 1);
        return switch (scheme) {
            case "sip" -> SipUri.parseRest(false, rest);
            case "sips" -> SipUri.parseRest(true, rest);
            case "tel" -> TelUri.parseRest(rest);
            default -> OtherUri.parseRest(scheme, rest);
        };
    }
}
