package io.sipcast.sip;

import io.sipcast.bytes.Bytes;
import io.sipcast.sip.dialog.Dialog;
import io.sipcast.sip.dialog.Sequence;
import io.sipcast.sip.message.SipRequest;
import io.sipcast.sip.message.SipResponse;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.transaction.ClientTransaction;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The branches of an INVITE that have answered, by their tags. */
final class Forks {
    /** A hostile proxy could answer from new branches for ever. */
    static final int MOST = 32;

    private final Context context;
    private final Supplier<List<Target>> server;
    private final Map<String, Fork> byTag = new LinkedHashMap<>();
    private @Nullable String attempt;
    private @Nullable Bytes untaggedSdp;

    /** {@code server} is the configured one, which alone may challenge. */
    Forks(Context context, Supplier<List<Target>> server) {
        this.context = context;
        this.server = server;
    }

    @Nullable Fork get(String tag) {
        return byTag.get(tag);
    }

    boolean isEmpty() {
        return byTag.isEmpty();
    }

    void remove(Fork fork) {
        byTag.remove(fork.dialog().remoteTag(), fork);
    }

    /**
     * The branch of a provisional answer. Null when there are too many, or without a tag, which
     * makes no dialog: so peers of RFC 2543 answer.
     */
    @Nullable Fork early(ClientTransaction transaction, SipResponse response) {
        answers(transaction.request());
        String tag = response.to().tag();
        if (tag == null || (byTag.size() >= MOST && !byTag.containsKey(tag))) {
            return null;
        }
        return byTag.computeIfAbsent(
                tag, _ -> begin(transaction.request(), transaction.target(), response));
    }

    /** This is being answered now: the early dialogs of an earlier attempt ended with that. */
    void answers(SipRequest invite) {
        String branch = invite.via().branch();
        if (!Objects.equals(branch, attempt)) {
            attempt = branch;
            untaggedSdp = null;
            byTag.values().removeIf(fork -> !fork.answered());
        }
    }

    /**
     * The branch of a 2xx, which must be acknowledged: where there are too many, an early one makes
     * room for it. Null when all of them have answered so.
     */
    @Nullable Fork success(SipRequest invite, Target target, SipResponse response) {
        String tag = Dialog.tagOf(response.to());
        if (!byTag.containsKey(tag) && byTag.size() >= MOST && !dropEarly()) {
            return null;
        }
        return byTag.computeIfAbsent(tag, _ -> begin(invite, target, response));
    }

    private boolean dropEarly() {
        for (Iterator<Fork> all = byTag.values().iterator(); all.hasNext(); ) {
            if (!all.next().answered()) {
                all.remove();
                return true;
            }
        }
        return false;
    }

    private Fork begin(SipRequest invite, Target target, SipResponse response) {
        Sequence numbers = Sequence.after(invite.cseq().number());
        Dialog dialog = Dialog.ofAnswer(invite, response, numbers);
        return new Fork(
                context.environment(),
                new DialogPath(context.environment(), dialog, server.get(), target));
    }

    /** Notes a description that came without a tag, and tells which of them counts: the first. */
    Bytes untagged(Bytes sdp) {
        if (untaggedSdp == null) {
            untaggedSdp = sdp;
        }
        return untaggedSdp;
    }

    /** What the callee was described by before the 2xx; null when it was not. */
    @Nullable Bytes earlySdp(Fork fork) {
        return fork.earlySdp() == null ? untaggedSdp : fork.earlySdp();
    }
}
