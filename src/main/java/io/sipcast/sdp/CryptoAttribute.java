package io.sipcast.sdp;

import io.sipcast.bytes.Bytes;
import io.sipcast.rtp.srtp.MasterKey;
import io.sipcast.rtp.srtp.ReceptionKey;
import io.sipcast.rtp.srtp.SrtpSuite;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * a=crypto with one key, RFC 4568 §9.1. The lifetime is read and of no use to us: a call does not
 * send 2^31 packets. Does not print its key but where it is asked for.
 *
 * @param key what the one who wrote it protects its packets with
 */
record CryptoAttribute(int tag, SrtpSuite suite, ReceptionKey key) {
    static final String NAME = "crypto";

    private static final String INLINE = "inline:";
    private static final int MOST_DIGITS = 999_999_999;

    /** Empty for what we cannot do: other suites, several keys, parameters that weaken it. */
    static Optional<CryptoAttribute> parse(String text) {
        List<String> fields = Fields.split(text);
        if (fields.size() < 3) {
            return Optional.empty();
        }
        OptionalInt tag = Fields.number(fields.getFirst(), MOST_DIGITS);
        Optional<SrtpSuite> suite = SrtpSuite.named(fields.get(1).toUpperCase(Locale.ROOT));
        boolean harmless = fields.stream().skip(3).allMatch(CryptoAttribute::isHarmless);
        if (tag.isEmpty() || suite.isEmpty() || !harmless) {
            return Optional.empty();
        }
        return key(suite.get(), fields.get(2))
                .map(key -> new CryptoAttribute(tag.getAsInt(), suite.get(), key));
    }

    /** Session parameters that change nothing for us; those marked by '-' may be ignored, §6.3. */
    private static boolean isHarmless(String parameter) {
        String upper = parameter.toUpperCase(Locale.ROOT);
        return upper.startsWith("-") || upper.equals("KDR=0") || upper.startsWith("WSH=");
    }

    /** {@code inline:KEY|LIFETIME|MKI:LENGTH}, of which the last two may be missing. */
    private static Optional<ReceptionKey> key(SrtpSuite suite, String text) {
        if (!text.regionMatches(true, 0, INLINE, 0, INLINE.length()) || text.contains(";")) {
            return Optional.empty();
        }
        List<String> parts = Fields.split(text.substring(INLINE.length()), '|');
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        String last = parts.getLast();
        Optional<Bytes> mki =
                parts.size() > 1 && last.contains(":")
                        ? mki(last)
                        : Optional.of(Bytes.copyOf(new byte[0]));
        Optional<byte[]> bytes = decoded(parts.getFirst());
        return bytes.filter(found -> found.length == MasterKey.size(suite))
                .flatMap(found ->
                        mki.map(each -> new ReceptionKey(new MasterKey(suite, found), each)));
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** A number, and in how many bytes it stands in each packet. */
    private static Optional<Bytes> mki(String text) {
        int colon = text.indexOf(':');
        OptionalInt value = Fields.number(text.substring(0, colon), Integer.MAX_VALUE);
        OptionalInt length = Fields.number(text.substring(colon + 1), 128);
        if (value.isEmpty() || length.isEmpty() || length.getAsInt() == 0) {
            return Optional.empty();
        }
        byte[] bytes = new byte[length.getAsInt()];
        for (int i = 0; i < Math.min(bytes.length, Integer.BYTES); i++) {
            bytes[bytes.length - 1 - i] = (byte) (value.getAsInt() >>> (8 * i));
        }
        return Optional.of(Bytes.copyOf(bytes));
    }

    /** One that offers or answers with a key of ours. */
    static Attribute of(int tag, MasterKey key) {
        String inline = INLINE + Base64.getEncoder().encodeToString(key.toBytes());
        return new Attribute(NAME, tag + " " + key.suite() + " " + inline);
    }
}
