package io.sipcast.call;

import io.sipcast.net.Addresses;
import io.sipcast.sip.Arrival;
import io.sipcast.sip.Reception;
import io.sipcast.sip.route.IpAddress;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules for calls that come in: the first that fits decides.
 *
 * @param hide whether an address that no rule knows gets no answer at all
 */
public record InboundRules(List<InboundRule> rules, boolean hide) implements Reception {
    public InboundRules {
        rules = List.copyOf(rules);
    }

    @Override
    public @Nullable Entry entry(String called, IpAddress source) {
        InetAddress address = Addresses.inet(source);
        for (int i = 0; i < rules.size(); i++) {
            InboundRule rule = rules.get(i);
            if (rule.fits(called, address)) {
                return new Entry(i, called, rule.guard());
            }
        }
        return null;
    }

    @Override
    public boolean hidesFrom(IpAddress source) {
        InetAddress address = Addresses.inet(source);
        return hide && rules.stream().noneMatch(rule -> rule.knows(address));
    }

    /** Whether what becomes of the call is recorded, too. */
    boolean records(Arrival arrival) {
        return rules.get(arrival.entry().rule()).record();
    }

    CallPlan plan(String callId, Arrival arrival) throws CallRefused {
        return rules.get(arrival.entry().rule()).plan(callId, arrival);
    }
}
