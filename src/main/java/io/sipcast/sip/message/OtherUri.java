package io.sipcast.sip.message;

/**
 * A URI of a scheme that is not ours to read: kept whole, answered 416 as a Request-URI.
 *
 * @param rest what follows the colon
 */
public record OtherUri(String scheme, String rest) implements Uri {
    public OtherUri {
        if (!isScheme(scheme) || !isRest(rest)) {
            throw new IllegalArgumentException("not a URI");
        }
    }

    static OtherUri parseRest(String scheme, String rest) {
        if (!isRest(rest)) {
            throw UriText.malformed("character not allowed", rest);
        }
        return new OtherUri(scheme, rest);
    }

    static boolean isScheme(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Lexer.isAlphanumeric(c) && "+-.".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty() && !Lexer.isDigit(text.charAt(0));
    }

    private static boolean isRest(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> c > ' ' && "<>\"\u007f".indexOf(c) < 0);
    }

    @Override
    public String print() {
        return scheme + ":" + rest;
    }
}
