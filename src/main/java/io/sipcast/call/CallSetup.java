package io.sipcast.call;

import io.sipcast.bytes.Bytes;
import io.sipcast.call.CallMachine.Input;
import io.sipcast.net.Addresses;
import io.sipcast.net.NoRtpPortException;
import io.sipcast.sdp.LocalMedia;
import io.sipcast.sip.Arrival;
import io.sipcast.sip.Enrolment;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a call comes about: its server is found, its account registered, its media opened, and that
 * is offered, or an offer answered. Each step returns what comes of it at once; null when SIP will
 * say. The call's own thread owns it; it may wait.
 */
final class CallSetup {
    private static final Logger LOG = LoggerFactory.getLogger(CallSetup.class);
    private static final long REGISTRATION_SECONDS = 3600;

    private final CallServices services;
    private final CallPlan plan;
    private final CallSip sip;
    private final CallTalks talks;
    private final CallStream stream;
    private final CallRegistration registration;
    private final CallWay way;
    private @Nullable LocalMedia ours;
    private boolean insisted;

    CallSetup(
            CallServices services,
            CallPlan plan,
            CallSip sip,
            CallTalks talks,
            CallStream stream,
            CallRegistration registration) {
        this.services = services;
        this.plan = plan;
        this.sip = sip;
        this.talks = talks;
        this.stream = stream;
        this.registration = registration;
        this.way = new CallWay(services, plan);
    }

    @Nullable Input register() {
        try {
            way.locate();
            registration.begin(
                    new Enrolment(
                            way.account(), plan.server(), way.targets(), REGISTRATION_SECONDS));
            return null;
        } catch (IOException e) {
            return new Input.Failed(new CallEnd.Unreachable(sentence(e)));
        }
    }

    @Nullable Input invite() {
        try {
            way.locate();
            LocalMedia opened = openMedia(way.destination());
            ours = opened;
            invite(opened);
            return null;
        } catch (NoRtpPortException e) {
            return new Input.Failed(new CallEnd.Unavailable(sentence(e)));
        } catch (IOException e) {
            return new Input.Failed(new CallEnd.Unreachable(sentence(e)));
        }
    }

    private void invite(LocalMedia described) throws IOException {
        Bytes offer = talks.offer(described, services.random().nextLong());
        sip.invite(way.account(), way.targets(), offer);
    }

    /**
     * The INVITE has failed. A callee that takes encrypted media only refuses an offer that could
     * be plain: it gets another one.
     */
    @Nullable Input refused(CallEnd why) {
        MediaSecurity security = services.media().security();
        LocalMedia described = ours;
        if (insisted || described == null || !security.mayInsist(why)) {
            return new Input.Failed(security.explain(why));
        }
        insisted = true;
        LOG.info("call {} is offered again, encrypted: {}", plan.callId(), why.sentence());
        sip.renew();
        try {
            invite(described.encrypted());
            return null;
        } catch (IOException _) {
            return new Input.Failed(why);
        }
    }

    /** Answers the INVITE that came in: nobody has to be fetched. */
    @Nullable Input answer(Arrival invite) {
        try {
            LocalMedia described = openMedia(Addresses.inet(invite.source().ip()));
            long id = services.random().nextLong();
            Bytes offered = invite.offer();
            if (offered == null) { // its ACK has the answer to our offer
                sip.answer(talks.offer(described, id));
                return null;
            }
            return talks.accept(described, id, offered);
        } catch (IOException e) {
            return new Input.Unacceptable(new CallEnd.Unavailable(sentence(e)));
        }
    }

    /** What our description says of us to this peer. */
    private LocalMedia openMedia(InetAddress peer) throws IOException {
        InetAddress own = way.towards(peer);
        return stream.open(own, way.shown(own, peer).toString());
    }

    private static String sentence(Exception e) {
        String text = String.valueOf(e.getMessage());
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
