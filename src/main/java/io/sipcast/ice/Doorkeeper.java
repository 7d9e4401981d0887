package io.sipcast.ice;

import io.sipcast.ice.stun.StunAttribute;
import io.sipcast.ice.stun.StunAttribute.ErrorCode;
import io.sipcast.ice.stun.StunAttribute.UnknownAttributes;
import io.sipcast.ice.stun.StunAttribute.Username;
import io.sipcast.ice.stun.StunAttribute.XorMappedAddress;
import io.sipcast.ice.stun.StunClass;
import io.sipcast.ice.stun.StunIntegrity;
import io.sipcast.ice.stun.StunMessage;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who comes to a port with a Binding request, and how it is answered: RFC 8489 §6.3 and §9.1.3.
 * What strangers send costs a bounded number of hashes and answers a second, and no answer to a
 * stranger is larger than what it answers: we are nobody's reflector.
 */
final class Doorkeeper {
    private static final int REQUESTS_PER_SECOND = 200;
    private static final int REFUSALS_PER_SECOND = 5;

    private final Allowance requests = new Allowance(REQUESTS_PER_SECOND);
    private final Allowance refusals = new Allowance(REFUSALS_PER_SECOND);

    /**
     * What becomes of a request.
     *
     * @param answer null for none
     * @param ufrag of the peer, when the request is authentic and may be a success
     */
    record Judgement(@Nullable StunMessage answer, @Nullable String ufrag) {
        static final Judgement NONE = new Judgement(null, null);
    }

    /** Judges a request by the credentials that are ours. */
    Judgement judge(StunMessage request, ByteBuffer datagram, IceCredentials local, long nowNanos) {
        if (request.method() != StunMessage.BINDING || !requests.take(nowNanos)) {
            return Judgement.NONE;
        }
        Username username = request.find(Username.class);
        StunIntegrity integrity = StunIntegrity.of(datagram);
        if (username == null || integrity == null) {
            return refused(request, ErrorCode.BAD_REQUEST, datagram, nowNanos);
        }
        String prefix = local.ufrag() + ":";
        if (!username.value().startsWith(prefix)
                || !integrity.verify(datagram, StunIntegrity.key(local.pwd()))) {
            return refused(request, ErrorCode.UNAUTHENTICATED, datagram, nowNanos);
        }
        List<Integer> unknown = request.notUnderstood();
        return unknown.isEmpty()
                ? new Judgement(null, username.value().substring(prefix.length()))
                : new Judgement(
                        request.answer(
                                StunClass.ERROR,
                                new ErrorCode(ErrorCode.UNKNOWN_ATTRIBUTE, ""),
                                new UnknownAttributes(unknown)),
                        null);
    }

    private Judgement refused(StunMessage request, int code, ByteBuffer datagram, long nowNanos) {
        StunMessage answer = request.answer(StunClass.ERROR, new ErrorCode(code, ""));
        boolean small = StunIntegrity.unprotected(answer).length <= datagram.remaining();
        return small && refusals.take(nowNanos) ? new Judgement(answer, null) : Judgement.NONE;
    }

    static StunMessage success(StunMessage request, TransportAddress from) {
        return request.answer(StunClass.SUCCESS, new XorMappedAddress(from));
    }

    static StunMessage roleConflict(StunMessage request) {
        return request.answer(
                StunClass.ERROR, new ErrorCode(ErrorCode.ROLE_CONFLICT, "Role Conflict"));
    }

    /** The bytes of an answer: with the integrity that the request had, where we know who asked. */
    static byte[] print(StunMessage answer, ByteBuffer request, IceCredentials local) {
        StunIntegrity integrity = StunIntegrity.of(request);
        StunAttribute.ErrorCode error = answer.find(ErrorCode.class);
        boolean stranger =
                error != null
                        && (error.code() == ErrorCode.BAD_REQUEST
                                || error.code() == ErrorCode.UNAUTHENTICATED);
        return stranger || integrity == null
                ? StunIntegrity.unprotected(answer)
                : integrity.protect(answer, StunIntegrity.key(local.pwd()));
    }
}
