package io.sipcast.call;

import io.sipcast.ice.Candidate;
import io.sipcast.ice.IceAgent;
import io.sipcast.ice.IceIdentity;
import io.sipcast.ice.IceOutput;
import io.sipcast.ice.IcePort;
import io.sipcast.ice.IceReport;
import io.sipcast.ice.IceTerms;
import io.sipcast.ice.TransportAddress;
import io.sipcast.media.MediaTrack;
import io.sipcast.net.Addresses;
import io.sipcast.net.RtpPort;
import io.sipcast.sdp.IcePolicy;
import io.sipcast.sdp.LocalIce;
import io.sipcast.sdp.NegotiatedTrack;
import io.sipcast.sdp.Negotiation.Agreed;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** ICE of one call: joins its agent with its ports. On the loop, {@link #local} apart. */
final class CallIce implements IceOutput {
    private final IceIdentity identity;
    private final IceAgent agent;
    private final Map<MediaTrack, RtpPort> ports;
    private final Map<MediaTrack, Ways> ways = new EnumMap<>(MediaTrack.class);

    /** Those of one medium. */
    private record Ways(IceWay rtp, IceWay rtcp) {
        IceWay of(int component) {
            return component == Candidate.RTP ? rtp : rtcp;
        }
    }

    CallIce(Map<MediaTrack, RtpPort> ports, RandomGenerator random) {
        this.ports = ports;
        this.identity = IceIdentity.of(random);
        this.agent = new IceAgent(random, this);
    }

    /** What our descriptions say. */
    LocalIce local(IcePolicy policy) {
        RtpPort any = ports.values().iterator().next();
        return new LocalIce(identity, Addresses.ip(any.address()), policy == IcePolicy.OFFER);
    }

    /** From now on checks may come, before what answers our description. */
    void expect(long nowNanos) {
        ports.forEach((track, port) -> {
            int stream = number(track);
            Ways pair =
                    new Ways(
                            new IceWay(agent, stream, Candidate.RTP),
                            new IceWay(agent, stream, Candidate.RTCP));
            ways.put(track, pair);
            agent.expect(stream, identity.credentials());
            port.find(pair.rtp(), pair.rtcp(), nowNanos);
        });
    }

    /** What was agreed on, for the first time or anew. */
    void agreed(Agreed agreed, long nowNanos) {
        agreed(MediaTrack.AUDIO, agreed.audio(), nowNanos);
        agreed(MediaTrack.VIDEO, agreed.video(), nowNanos);
    }

    private void agreed(MediaTrack track, @Nullable NegotiatedTrack agreed, long nowNanos) {
        RtpPort port = ports.get(track);
        Ways pair = ways.get(track);
        if (port == null || pair == null) {
            return;
        }
        IceTerms terms = agreed == null ? null : agreed.ice();
        if (terms == null) {
            agent.end(number(track));
            pair.rtp().decide(false);
            pair.rtcp().decide(false);
            port.find(null, null, nowNanos);
            return;
        }
        List<IcePort> components = new ArrayList<>();
        components.add(component(port, Candidate.RTP, port.port()));
        if (terms.rtcp()) {
            components.add(component(port, Candidate.RTCP, port.port() + 1));
        }
        pair.rtp().decide(true);
        pair.rtcp().decide(terms.rtcp());
        agent.begin(number(track), terms, components, nowNanos);
        port.find(pair.rtp(), pair.rtcp(), nowNanos);
    }

    private static IcePort component(RtpPort port, int number, int bound) {
        return new IcePort(number, new TransportAddress(Addresses.ip(port.address()), bound));
    }

    void tick(long nowNanos) {
        agent.tick(nowNanos);
    }

    /** Whether ticks have nothing to do. */
    boolean rests() {
        return agent.rests();
    }

    /** By the name of the track, as far as they have ICE. */
    Map<MediaTrack, IceReport> report() {
        Map<MediaTrack, IceReport> all = new EnumMap<>(MediaTrack.class);
        for (MediaTrack track : ports.keySet()) {
            IceReport report = agent.report(number(track));
            if (report != null) {
                all.put(track, report);
            }
        }
        return all;
    }

    @Override
    public void send(int stream, int component, ByteBuffer datagram, TransportAddress to) {
        RtpPort port = ports.get(track(stream));
        if (port == null) {
            return;
        }
        if (component == Candidate.RTP) {
            port.sendFromRtp(datagram, socket(to));
        } else {
            port.sendFromRtcp(datagram, socket(to));
        }
    }

    @Override
    public void validated(int stream, int component, TransportAddress remote) {
        way(stream, component).accept(socket(remote));
    }

    @Override
    public void selected(int stream, int component, @Nullable TransportAddress remote) {
        way(stream, component).select(remote == null ? null : socket(remote));
    }

    private IceWay way(int stream, int component) {
        Ways pair = ways.get(track(stream));
        if (pair == null) {
            throw new IllegalStateException("no ICE for this medium");
        }
        return pair.of(component);
    }

    private static InetSocketAddress socket(TransportAddress address) {
        return new InetSocketAddress(Addresses.inet(address.ip()), address.port());
    }

    /** The agent numbers its streams. */
    private static int number(MediaTrack track) {
        return switch (track) {
            case AUDIO -> 0;
            case VIDEO -> 1;
        };
    }

    private static MediaTrack track(int stream) {
        return stream == 0 ? MediaTrack.AUDIO : MediaTrack.VIDEO;
    }
}
