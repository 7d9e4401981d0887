package io.sipcast.rtp.srtp;

import io.sipcast.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/** Opens packets that are protected by one key, RFC 3711 §3.3. */
final class ReceptionContext {
    /** What else than a length a packet may come to. */
    static final int REPLAYED = -2;

    private final ReceptionKey key;
    private final Transform transform;
    private final Sources rtp = new Sources();
    private final Sources rtcp = new Sources();

    ReceptionContext(ReceptionKey key) {
        this.key = key;
        this.transform = Transform.of(key.master());
    }

    ReceptionKey key() {
        return key;
    }

    /**
     * Opens an RTP packet.
     *
     * @param before what was known of its source before this key: the roll-over counter may go on
     *     (RFC 3711 §3.3.1), or begin anew, as many implementations do; null for nothing
     * @return its length in {@code out}, {@link Transform#NOT_AUTHENTIC} or {@link #REPLAYED}
     */
    int openRtp(
            byte[] in,
            int length,
            int header,
            int ssrc,
            int sequence,
            @Nullable ReceptionContext before,
            byte[] out) {
        int stripped =
                withoutMki(in, length, header + transform.rtpOverhead(), transform.rtpBehindMki());
        if (stripped < 0) {
            return Transform.NOT_AUTHENTIC;
        }
        Sources.Source source = rtp.find(ssrc);
        if (source != null) {
            return openAt(in, stripped, header, ssrc, source.indexOf(sequence), source, out);
        }
        int opened = openAt(in, stripped, header, ssrc, sequence, null, out);
        Sources.Source known = before == null ? null : before.rtp.find(ssrc);
        if (opened >= 0 || known == null || known.indexOf(sequence) == sequence) {
            return opened;
        }
        return openAt(in, stripped, header, ssrc, known.indexOf(sequence), null, out);
    }

    private int openAt(
            byte[] in,
            int length,
            int header,
            int ssrc,
            long index,
            Sources.@Nullable Source source,
            byte[] out) {
        if (index < 0) {
            return Transform.NOT_AUTHENTIC;
        }
        if (source != null && !source.window().admits(index)) {
            return REPLAYED;
        }
        int opened = transform.openRtp(in, length, header, ssrc, index, out);
        if (opened >= 0) {
            rtp.add(ssrc, index);
        }
        return opened;
    }

    /** Opens a compound RTCP packet, as {@link #openRtp} does RTP. */
    int openRtcp(byte[] in, int length, byte[] out) {
        int least = Transform.RTCP_HEADER + transform.rtcpOverhead();
        int stripped = withoutMki(in, length, least, transform.rtcpBehindMki());
        if (stripped < 0) {
            return Transform.NOT_AUTHENTIC;
        }
        int ssrc = Transform.readInt(in, 4);
        int trailer = transform.trailer(in, stripped);
        int index = trailer & ~Transform.ENCRYPTED;
        Sources.Source source = rtcp.find(ssrc);
        if (source != null && !source.window().admits(index)) {
            return REPLAYED;
        }
        int opened = transform.openRtcp(in, stripped, ssrc, trailer, out);
        if (opened >= 0) {
            rtcp.add(ssrc, index);
        }
        return opened;
    }

    /**
     * Takes the MKI out. It stands before the tag of HMAC, RFC 3711 §3.1 and §3.4, and at the end
     * behind GCM, RFC 7714 §8.2 and §9.2.
     *
     * @return the length that is left; negative when the packet is too short or names another key
     */
    private int withoutMki(byte[] packet, int length, int least, int behind) {
        Bytes mki = key.mki();
        int left = length - mki.size();
        if (left < least || mki.size() == 0) {
            return left < least ? Transform.NOT_AUTHENTIC : left;
        }
        int at = left - behind;
        for (int i = 0; i < mki.size(); i++) {
            if (packet[at + i] != mki.at(i)) {
                return Transform.NOT_AUTHENTIC;
            }
        }
        System.arraycopy(packet, at + mki.size(), packet, at, behind);
        return left;
    }
}
