package io.sipcast.sdp;

import io.sipcast.ice.IceTerms;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A medium both sides agreed on, as we see it.
 *
 * @param mediumIndex of its m= line
 * @param send what we may send, the first preferred; never empty
 * @param receive what may come: the numbers of our description, and of theirs for peers that send
 *     by their own
 * @param telephoneEvent the payload type of our key presses, if the peer takes them on the clock of
 *     what we send
 * @param telephoneEvents what the peer's key presses may come as, numbered like receive
 * @param direction of the media, from our side; without sends() the peer holds us, or must not hear
 * @param rtp null while the peer gave no address it could be reached at (hold by {@code 0.0.0.0})
 * @param rtcp null likewise
 * @param rtcpMux RTCP shares the port of RTP
 * @param ptimeMillis what the peer wants in a packet
 * @param feedback what we may send about pictures
 * @param keying how the packets are protected
 * @param ice how the peer is found; null when it is where its description says
 */
public record NegotiatedTrack(
        Kind kind,
        int mediumIndex,
        List<PayloadFormat> send,
        List<PayloadFormat> receive,
        OptionalInt telephoneEvent,
        List<PayloadFormat> telephoneEvents,
        Direction direction,
        @Nullable Endpoint rtp,
        @Nullable Endpoint rtcp,
        boolean rtcpMux,
        int ptimeMillis,
        Set<Feedback> feedback,
        Keying keying,
        @Nullable IceTerms ice) {
    public NegotiatedTrack {
        send = List.copyOf(send);
        receive = List.copyOf(receive);
        telephoneEvents = List.copyOf(telephoneEvents);
        feedback = Set.copyOf(feedback);
    }

    /**
     * The peer takes no sound of ours: it has put us on hold, and may send music or nothing, unless
     * it is one that only ever sends.
     */
    public boolean isHeld() {
        return kind == Kind.AUDIO && !direction.sends();
    }

    /** The peer named the unspecified address: neither RTP nor RTCP to it, RFC 3264 §8.4. */
    public boolean isUnreachable() {
        return rtp == null;
    }
}
