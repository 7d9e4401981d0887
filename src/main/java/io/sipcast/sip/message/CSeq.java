package io.sipcast.sip.message;

/**
 * The place of a request in its sequence, RFC 3261 §20.16.
 *
 * @param number below 2^31
 */
public record CSeq(long number, Method method) {
    private static final long MAX = 0x7FFF_FFFFL;

    public CSeq {
        if (number < 0 || number > MAX) {
            throw new IllegalArgumentException("CSeq " + number);
        }
    }

    public static CSeq parse(String text) {
        Lexer in = new Lexer("CSeq", text);
        long number = in.number(MAX);
        int before = in.position();
        in.skipSpace();
        if (in.position() == before) {
            throw in.fail("space expected");
        }
        Method method = new Method(in.token());
        in.expectEnd();
        return new CSeq(number, method);
    }

    public String print() {
        return number + " " + method.name();
    }
}
