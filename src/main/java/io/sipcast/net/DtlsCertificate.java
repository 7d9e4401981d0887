package io.sipcast.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes a certificate that is signed by itself and names nobody (RFC 5280 §4.1): who reads it
 * compares its fingerprint and no more. In DER by our own hand, as this is all that DTLS costs a
 * start: the library for its handshakes is loaded by the first of them.
 */
final class DtlsCertificate {
    private static final Duration BACKDATED = Duration.ofDays(1); // their clock may be behind
    private static final Duration VALID = Duration.ofDays(3650);
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'");
    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'");
    private static final int FIRST_GENERALIZED_YEAR = 2050; // §4.1.2.5

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTF8_STRING = 0x0C;
    private static final int UTC_TIME_TAG = 0x17;
    private static final int GENERALIZED_TIME_TAG = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int VERSION = 0xA0; // [0] EXPLICIT

    /** 1.2.840.10045.4.3.2, RFC 5758 §3.2. */
    private static final byte[] ECDSA_SHA256 =
            value(
                    SEQUENCE,
                    value(
                            OBJECT_IDENTIFIER,
                            new byte[] {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 4, 3, 2}));

    /** CN=sipcast: 2.5.4.3. */
    private static final byte[] NAME =
            value(
                    SEQUENCE,
                    value(
                            SET,
                            value(
                                    SEQUENCE,
                                    value(OBJECT_IDENTIFIER, new byte[] {0x55, 4, 3}),
                                    value(UTF8_STRING, "sipcast".getBytes(UTF_8)))));

    private DtlsCertificate() {}

    /** For a key pair on P-256. */
    static byte[] write(KeyPair pair, Instant now, SecureRandom random)
            throws GeneralSecurityException {
        Instant from = now.minus(BACKDATED);
        BigInteger serial = new BigInteger(63, random).add(BigInteger.ONE);
        byte[] toSign =
                value(
                        SEQUENCE,
                        value(VERSION, value(INTEGER, new byte[] {2})),
                        value(INTEGER, serial.toByteArray()),
                        ECDSA_SHA256,
                        NAME,
                        value(SEQUENCE, time(from), time(from.plus(VALID))),
                        NAME,
                        pair.getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate(), random);
        signature.update(toSign);
        byte[] noUnusedBits = {0};
        return value(
                SEQUENCE, toSign, ECDSA_SHA256, value(BIT_STRING, noUnusedBits, signature.sign()));
    }

    private static byte[] time(Instant instant) {
        var utc = instant.atOffset(ZoneOffset.UTC);
        return utc.getYear() < FIRST_GENERALIZED_YEAR
                ? value(UTC_TIME_TAG, UTC_TIME.format(utc).getBytes(US_ASCII))
                : value(GENERALIZED_TIME_TAG, GENERALIZED_TIME.format(utc).getBytes(US_ASCII));
    }

    /** Tag, length, contents, X.690 §8.1. */
    private static byte[] value(int tag, byte[]... parts) {
        var contents = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            contents.writeBytes(part);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int length = contents.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(contents.toByteArray());
        return out.toByteArray();
    }
}
