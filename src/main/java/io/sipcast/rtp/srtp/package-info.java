/**
 * Secure RTP: keys in, packets opened and sealed. Pure: whoever makes keys brings them.
 *
 * <p>Specifications: RFC 3711 (SRTP), RFC 4568 §6.2 (suites), RFC 6188 (AES-192, AES-256), RFC 7714
 * (AES-GCM), RFC 5764 §4.1.2 (profiles of DTLS-SRTP).
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>AES-CM with 128, 192 and 256 bits, HMAC-SHA1 with 80 and 32 bits</td><td>yes</td></tr>
 * <tr><td>AES-GCM with 128 and 256 bits, tags of 16 bytes</td><td>yes</td></tr>
 * <tr><td>SRTCP, also unencrypted but authentic as it comes</td><td>yes</td></tr>
 * <tr><td>replay lists of 1024 packets, roll-over counters, several sources</td><td>yes</td></tr>
 * <tr><td>MKI of what comes</td><td>one for each key</td></tr>
 * <tr><td>key derivation rates, F8, NULL ciphers, EKT</td><td>no</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.rtp.srtp;

import org.jspecify.annotations.NullMarked;
