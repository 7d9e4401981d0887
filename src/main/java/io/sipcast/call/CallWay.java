package io.sipcast.call;

import io.sipcast.net.Addresses;
import io.sipcast.sip.Account;
import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.NextHop;
import io.sipcast.sip.route.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Where a call goes, and which of our addresses is seen there. One thread owns it; it may wait. */
final class CallWay {
    private final CallServices services;
    private final CallPlan plan;
    private List<Target> targets = List.of();

    CallWay(CallServices services, CallPlan plan) {
        this.services = services;
        this.plan = plan;
    }

    /**
     * Finds the server once; the answer to the first request decides which of its targets it is.
     *
     * @throws IOException with a sentence for the user
     */
    void locate() throws IOException {
        if (targets.isEmpty()) {
            NextHop hop = plan.server() == null ? NextHop.of(plan.callee()) : plan.server();
            if (hop == null) {
                throw new UnknownHostException("The callee's URI leads nowhere.");
            }
            targets = services.sip().locate(hop);
        }
    }

    /** In the order in which they are tried. */
    List<Target> targets() {
        return targets;
    }

    /** The account, in the name of the address of ours that the server sees. */
    Account account() throws IOException {
        InetAddress own = towards(destination());
        return plan.account(services.addresses().advertised().host(own, destination()));
    }

    /** The address that is tried first. */
    InetAddress destination() {
        return Addresses.inet(targets.getFirst().ip());
    }

    /** The address of ours that leads to a peer. */
    InetAddress towards(InetAddress peer) throws IOException {
        return services.addresses().towards(peer);
    }

    /** What our description tells this peer. */
    IpAddress shown(InetAddress own, InetAddress peer) throws IOException {
        return services.addresses().advertised().media(own, peer);
    }
}
