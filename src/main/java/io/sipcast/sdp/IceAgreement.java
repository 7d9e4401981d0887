package io.sipcast.sdp;

import io.sipcast.ice.Candidate;
import io.sipcast.ice.IceDescription;
import io.sipcast.ice.IceTerms;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What two descriptions come to in ICE, RFC 8839 §4.2.2 and §4.2.3. */
final class IceAgreement {
    private IceAgreement() {}

    /**
     * As we answer: lite, as who is publicly reached may be, unless the peer is; then it is for us
     * to make the checks. Null without ICE.
     */
    static @Nullable IceTerms answering(
            @Nullable LocalIce ours, SessionDescription offer, Medium offered, boolean mux) {
        if (ours == null || IceLines.isMismatch(offer, offered)) {
            return null;
        }
        return IceLines.read(offer, offered)
                .map(remote ->
                        new IceTerms(
                                ours.identity().credentials(),
                                remote,
                                !remote.lite(),
                                remote.lite(),
                                rtcp(remote, mux)))
                .orElse(null);
    }

    /** As our offer was answered: ICE that we did not offer is read over. Null without ICE. */
    static @Nullable IceTerms answered(
            SessionDescription offer,
            Medium offered,
            SessionDescription answer,
            Medium answered,
            boolean mux) {
        Optional<IceDescription> ours = IceLines.read(offer, offered);
        Optional<IceDescription> theirs = IceLines.read(answer, answered);
        if (ours.isEmpty() || theirs.isEmpty() || IceLines.isMismatch(answer, answered)) {
            return null;
        }
        boolean lite = ours.get().lite();
        IceDescription remote = theirs.get();
        return lite && remote.lite()
                ? null // nobody would make a check
                : new IceTerms(ours.get().credentials(), remote, lite, !lite, rtcp(remote, mux));
    }

    private static boolean rtcp(IceDescription remote, boolean mux) {
        return !mux
                && (remote.candidates().isEmpty()
                        || remote.candidates().stream()
                                .anyMatch(candidate -> candidate.component() == Candidate.RTCP));
    }
}
