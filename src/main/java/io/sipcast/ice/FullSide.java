package io.sipcast.ice;

import io.sipcast.ice.CandidatePair.State;
import io.sipcast.ice.Check.Purpose;
import io.sipcast.ice.stun.StunAttribute.ErrorCode;
import io.sipcast.ice.stun.StunAttribute.XorMappedAddress;
import io.sipcast.ice.stun.StunClass;
import io.sipcast.ice.stun.StunIntegrity;
import io.sipcast.ice.stun.StunMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The full agent of one medium: it makes checks, nominates when it controls (what works is used,
 * after a moment in which something better might turn up), and asks for consent ever after.
 */
final class FullSide implements IceSide {
    /** How long a working pair waits for better ones before it is nominated. */
    private static final long PATIENCE_NANOS = Duration.ofMillis(250).toNanos();

    /** As long as a check may take: the peer's may come late, RFC 8863 §4. */
    private static final long FAILURE_NANOS = Duration.ofMillis(39_500).toNanos();

    private final int stream;
    private final IceTerms terms;
    private final IceRole role;
    private final RandomGenerator random;
    private final IceOutput out;
    private final CheckLists lists;
    private final CheckList list;
    private final CheckRequests requests;
    private final List<Check> checks = new ArrayList<>();
    private final Map<Integer, Component> components = new TreeMap<>();
    private final long beganNanos;
    private long rtoNanos = IceAgent.LEAST_RTO_NANOS;
    private boolean failed;

    private static final class Component {
        final IcePort port;
        @Nullable CandidatePair selected;
        @Nullable Consent consent;
        boolean nominating;
        boolean works;
        long worksNanos; // since the first of its pairs worked
        boolean lost;

        Component(IcePort port) {
            this.port = port;
        }
    }

    FullSide(
            int stream,
            IceTerms terms,
            List<IcePort> ports,
            IceRole role,
            CheckLists lists,
            RandomGenerator random,
            IceOutput out,
            long nowNanos) {
        this.stream = stream;
        this.terms = terms;
        this.role = role;
        this.random = random;
        this.out = out;
        this.lists = lists;
        this.list = new CheckList(ports, role);
        this.requests = new CheckRequests(terms, role, random);
        this.beganNanos = nowNanos;
        ports.forEach(port -> components.put(port.component(), new Component(port)));
        list.add(terms.remote().candidates());
    }

    CheckList list() {
        return list;
    }

    /** Sends the next check, if there is one: at most one each Ta, RFC 8445 §6.1.4.2. */
    boolean check(long rto, long nowNanos) {
        rtoNanos = rto;
        CandidatePair pair = list.next(lists::isBusyWith);
        if (pair == null) {
            return false;
        }
        boolean nominates = role.controlling() && pair.nominated();
        if (pair.state() != State.SUCCEEDED) {
            pair.become(State.IN_PROGRESS);
        }
        send(pair, nominates ? Purpose.NOMINATION : Purpose.CONNECTIVITY, nowNanos);
        return true;
    }

    private void send(CandidatePair pair, Purpose purpose, long nowNanos) {
        Check check = requests.make(pair, purpose, nowNanos, rtoNanos);
        checks.add(check);
        send(check);
    }

    private void send(Check check) {
        CandidatePair pair = check.pair();
        out.send(
                stream,
                pair.component(),
                ByteBuffer.wrap(check.datagram()),
                pair.remote().address());
    }

    @Override
    public void requested(BindingRequest request, long nowNanos) {
        Component component = components.get(request.component());
        CandidatePair pair = component == null ? null : list.of(request);
        if (component == null || pair == null) {
            return;
        }
        out.validated(stream, request.component(), request.from());
        boolean nominates = request.nominates() && !role.controlling();
        if (nominates) {
            pair.nominate(true);
        }
        if (pair.state() == State.SUCCEEDED) {
            if (nominates) {
                select(component, pair, nowNanos);
            }
            return;
        }
        checks.stream().filter(check -> check.pair() == pair).forEach(Check::cancel);
        list.trigger(pair);
        failed = false;
    }

    @Override
    public void answered(
            StunMessage answer, ByteBuffer datagram, TransportAddress from, long nowNanos) {
        Check check = take(answer, datagram);
        if (check == null) {
            return;
        }
        ErrorCode error = answer.find(ErrorCode.class);
        XorMappedAddress mapped = answer.find(XorMappedAddress.class);
        if (answer.kind() == StunClass.ERROR
                && error != null
                && error.code() == ErrorCode.ROLE_CONFLICT) {
            conflict(check);
        } else if (answer.kind() == StunClass.SUCCESS
                && mapped != null
                && from.equals(check.pair().remote().address())) {
            succeeded(check, mapped.address(), nowNanos);
        } else {
            failed(check);
        }
    }

    /** The check that this is the peer's answer to; what is not authentic answers nothing. */
    private @Nullable Check take(StunMessage answer, ByteBuffer datagram) {
        for (Iterator<Check> all = checks.iterator(); all.hasNext(); ) {
            Check check = all.next();
            if (check.transactionId().equals(answer.transactionId())) {
                StunIntegrity integrity = StunIntegrity.of(datagram);
                byte[] key = StunIntegrity.key(terms.remote().credentials().pwd());
                if (integrity == null || !integrity.verify(datagram, key)) {
                    return null;
                }
                all.remove();
                return check;
            }
        }
        return null;
    }

    private void conflict(Check check) {
        role.conflict(check.controlling());
        if (!role.controlling()) {
            relinquish();
        }
        list.trigger(check.pair());
    }

    /** The other side nominates now. */
    void relinquish() {
        var selected = new HashSet<CandidatePair>();
        for (Component component : components.values()) {
            component.nominating = false;
            if (component.selected != null) {
                selected.add(component.selected);
            }
        }
        list.forgetNominations(selected);
    }

    private void succeeded(Check check, TransportAddress mapped, long nowNanos) {
        CandidatePair pair = check.pair();
        Component component = components.get(pair.component());
        if (component == null) {
            return;
        }
        pair.succeed(mapped, check.roundTripNanos(nowNanos));
        component.worksNanos = component.works ? component.worksNanos : nowNanos;
        component.works = true;
        lists.thaw(pair.foundation());
        out.validated(stream, pair.component(), pair.remote().address());
        if (component.consent != null && pair == component.selected) {
            component.consent.refreshed(nowNanos);
        }
        boolean chosen =
                check.purpose() == Purpose.NOMINATION
                        || (!role.controlling() && pair.nominated() && pair != component.selected);
        if (chosen) {
            select(component, pair, nowNanos);
        }
    }

    /** A peer that nominates all that works means the best of them. */
    private void select(Component component, CandidatePair pair, long nowNanos) {
        boolean byPriority = !role.controlling() && !terms.remote().regular();
        CandidatePair before = component.lost ? null : component.selected;
        component.nominating = false;
        boolean stays =
                before != null
                        && (before == pair
                                || (byPriority && list.priority(pair) < list.priority(before)));
        if (stays) {
            return;
        }
        component.selected = pair;
        component.consent = new Consent(random, nowNanos);
        component.lost = false;
        failed = false;
        list.settle(pair, !byPriority);
        checks.stream()
                .filter(check ->
                        check.pair() != pair && check.pair().component() == pair.component())
                .forEach(Check::cancel);
        out.selected(stream, pair.component(), pair.remote().address());
    }

    private void failed(Check check) {
        CandidatePair pair = check.pair();
        Component component = components.get(pair.component());
        if (check.purpose() == Purpose.CONSENT || component == null || check.cancelled()) {
            return;
        }
        pair.become(State.FAILED);
        if (role.controlling() && pair != component.selected) {
            pair.nominate(false);
            component.nominating = false;
        }
    }

    @Override
    public void tick(long nowNanos) {
        repeatChecks(nowNanos);
        for (Component component : components.values()) {
            if (component.selected != null) {
                keepConsent(component, component.selected, nowNanos);
            } else if (role.controlling() && !component.nominating) {
                nominate(component, nowNanos);
            }
        }
        failed |=
                state() == IceState.CHECKING
                        && nowNanos - beganNanos >= FAILURE_NANOS
                        && !list.hasOpen();
    }

    private void repeatChecks(long nowNanos) {
        List<Check> expired = new ArrayList<>();
        for (Check check : checks) {
            if (check.repeats(nowNanos)) {
                send(check);
            } else if (check.expired(nowNanos)) {
                expired.add(check);
            }
        }
        checks.removeAll(expired);
        expired.forEach(this::failed);
    }

    private void nominate(Component component, long nowNanos) {
        int number = component.port.component();
        CandidatePair best =
                list.best(pair -> pair.component() == number && pair.state() == State.SUCCEEDED);
        if (best == null) {
            return;
        }
        CandidatePair better =
                list.best(pair ->
                        pair.component() == number
                                && pair.isOpen()
                                && list.priority(pair) > list.priority(best));
        if (better == null || nowNanos - component.worksNanos >= PATIENCE_NANOS) {
            component.nominating = true;
            best.nominate(true);
            list.trigger(best);
        }
    }

    private void keepConsent(Component component, CandidatePair selected, long nowNanos) {
        Consent consent = component.consent;
        if (consent == null || component.lost) {
            return;
        }
        if (consent.lost(nowNanos)) {
            component.lost = true;
            selected.become(State.FAILED); // only a check can bring it back
            out.selected(stream, selected.component(), null);
        } else if (consent.due(nowNanos)) {
            send(selected, Purpose.CONSENT, nowNanos);
        }
    }

    @Override
    public IceState state() {
        if (components.values().stream().anyMatch(component -> component.lost)) {
            return IceState.CONSENT_LOST;
        }
        if (failed) {
            return IceState.FAILED;
        }
        return components.values().stream().allMatch(component -> component.selected != null)
                ? IceState.COMPLETED
                : IceState.CHECKING;
    }

    @Override
    public List<IceReport.Pair> pairs() {
        return components.values().stream().map(FullSide::pair).toList();
    }

    private static IceReport.Pair pair(Component component) {
        return component.selected != null
                ? component.selected.report()
                : new IceReport.Pair(
                        component.port.component(),
                        component.port.base().toString(),
                        null,
                        null,
                        -1);
    }
}
