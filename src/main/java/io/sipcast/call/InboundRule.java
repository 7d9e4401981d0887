package io.sipcast.call;

import io.sipcast.live.StreamName;
import io.sipcast.net.AddressBlock;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.sip.Arrival;
import io.sipcast.sip.auth.Guard;
import io.sipcast.sip.message.SipUri;
import io.sipcast.sip.message.Uri;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who may call whom from where, and what becomes of the call.
 *
 * @param from empty: from anywhere
 * @param guard null when nobody is asked for a password
 * @param stream with {@code $1}; null for the called user
 * @param targets with {@code $1} in the names of their streams
 * @param record whether its stream is recorded from the beginning
 */
public record InboundRule(
        String called,
        List<AddressBlock> from,
        @Nullable Guard guard,
        @Nullable String stream,
        List<RtmpUrl> targets,
        boolean audio,
        boolean video,
        boolean record) {
    public InboundRule {
        from = List.copyOf(from);
        targets = List.copyOf(targets);
    }

    boolean knows(InetAddress source) {
        return from.isEmpty() || from.stream().anyMatch(block -> block.contains(source));
    }

    boolean fits(String user, InetAddress source) {
        return knows(source) && new CalledPattern(called).match(user) != null;
    }

    /**
     * What becomes of a call that the rule has let in.
     *
     * @throws CallRefused when the called user makes no name for a stream
     */
    CallPlan plan(String callId, Arrival arrival) throws CallRefused {
        String user = arrival.entry().called();
        List<String> captures =
                Objects.requireNonNullElse(new CalledPattern(called).match(user), List.of());
        String name = stream == null ? user : CalledPattern.fill(stream, captures);
        List<RtmpUrl> filled = targets.stream().map(target -> fill(target, captures)).toList();
        return new CallPlan(
                callId,
                request(name, filled, arrival),
                asSip(arrival.called(), user),
                null,
                null,
                0,
                streamName(name),
                filled,
                List.of(),
                null,
                arrival);
    }

    private static RtmpUrl fill(RtmpUrl target, List<String> captures) {
        return new RtmpUrl(
                target.secure(),
                target.user(),
                target.password(),
                target.host(),
                target.port(),
                target.app(),
                CalledPattern.fill(target.stream(), captures));
    }

    private static StreamName streamName(String name) throws CallRefused {
        try {
            return StreamName.ofCall(name);
        } catch (IllegalArgumentException e) {
            throw CallRefused.badField("stream", String.valueOf(e.getMessage()));
        }
    }

    /** The call as REST would have asked for it, for showing. */
    private CallRequest request(String name, List<RtmpUrl> to, Arrival arrival) {
        RtmpUrl first = to.isEmpty() ? null : to.getFirst();
        return new CallRequest(
                null,
                arrival.entry().called(),
                name,
                first == null ? null : first.tcUrl(),
                first == null ? null : first.stream(),
                audio,
                video,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                arrival.caller().displayName(),
                Map.of(),
                null,
                null);
    }

    /** A telephone number has no host of its own. */
    private static SipUri asSip(Uri called, String user) {
        return called instanceof SipUri sip ? sip : SipUri.of(user, "localhost", SipUri.NO_PORT);
    }
}
