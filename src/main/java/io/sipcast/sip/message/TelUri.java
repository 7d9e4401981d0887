package io.sipcast.sip.message;

import java.util.HexFormat;

/**
 * A telephone number, RFC 3966.
 *
 * @param number as it came, with its visual separators
 */
public record TelUri(String number, Params params) implements Uri {
    public TelUri {
        if (!isNumber(number)) {
            throw new IllegalArgumentException("not a telephone number");
        }
    }

    static TelUri parseRest(String rest) {
        int end = rest.indexOf(';');
        String number = end < 0 ? rest : rest.substring(0, end);
        if (!isNumber(number)) {
            throw UriText.malformed("not a telephone number", rest);
        }
        return new TelUri(
                number, end < 0 ? Params.NONE : UriParams.parse(rest.substring(end + 1), ';'));
    }

    @Override
    public String scheme() {
        return "tel";
    }

    /** The digits that are dialled, with the {@code +} of a global number. */
    public String dialled() {
        StringBuilder out = new StringBuilder();
        number.chars().filter(c -> "-.()".indexOf(c) < 0).forEach(c -> out.append((char) c));
        return out.toString();
    }

    @Override
    public String print() {
        StringBuilder out = new StringBuilder("tel:").append(number);
        params.print(out);
        return out.toString();
    }

    private static boolean isNumber(String text) {
        int start = text.startsWith("+") ? 1 : 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!HexFormat.isHexDigit(c) && "*#-.()".indexOf(c) < 0) {
                return false;
            }
        }
        return text.length() > start;
    }
}
