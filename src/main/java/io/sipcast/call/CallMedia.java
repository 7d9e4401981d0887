package io.sipcast.call;

import io.netty.channel.EventLoop;
import io.sipcast.ice.IceReport;
import io.sipcast.live.LiveStream;
import io.sipcast.media.AudioCodecs;
import io.sipcast.media.AudioPayload;
import io.sipcast.media.Injection;
import io.sipcast.media.MediaOutput;
import io.sipcast.media.MediaSession;
import io.sipcast.media.MediaStats;
import io.sipcast.media.MediaTrack;
import io.sipcast.media.MediaUnit;
import io.sipcast.media.Pcm;
import io.sipcast.media.Toward;
import io.sipcast.net.Loops;
import io.sipcast.net.MediaTicker;
import io.sipcast.net.PortPool;
import io.sipcast.net.PortSecurity;
import io.sipcast.net.RtpPort;
import io.sipcast.rtp.PacketKind;
import io.sipcast.rtp.payload.AudioEncoding;
import io.sipcast.sdp.Capabilities;
import io.sipcast.sdp.IcePolicy;
import io.sipcast.sdp.LocalMedia;
import io.sipcast.sdp.Negotiation.Agreed;
import io.sipcast.sdp.RtcpMux;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The media side of a call: its ports, its media session and its stream, all on one loop. Every
 * method may be called by any thread but a loop's; what has to be done there is handed over.
 */
public final class CallMedia implements MediaOutput, MediaTicker.Ticking, AutoCloseable {
    private static final long SOUND_NANOS = 1_000_000_000L;

    /** While sound comes as it should, all but what is sent is looked after no more often. */
    private static final long LOOK_NANOS = 55_000_000L;

    /** What a call hears of its media, on the loop. */
    interface Listener {
        void mediaLost(CallEnd why);

        /** RTCP is of no use: a key frame is to be asked for by SIP INFO. */
        void keyFrameBySip();

        void mediaBroken(RuntimeException fault);
    }

    /** What every call's media works with. */
    public record Services(
            Loops loops,
            PortPool ports,
            MediaSession.Settings session,
            AudioCodecs codecs,
            Capabilities capabilities,
            RandomGenerator random,
            MediaSecurity security,
            IcePolicy ice,
            RtcpMux mux) {
        /** One port is one way to find and one handshake: who offers either offers that, too. */
        RtcpMux muxed() {
            boolean spares = ice == IcePolicy.OFFER || security.offers();
            return mux == RtcpMux.ANSWER && spares ? RtcpMux.OFFER : mux;
        }
    }

    private final Services services;
    private final EventLoop loop;
    private final LiveStream stream;
    private final CallDtmf dtmf;
    private final Listener listener;
    private final CallPorts ports;

    private final Listening listening = new Listening(System.nanoTime());
    private final Rest rest = new Rest();
    private long tickedNanos;
    private long lookedNanos = System.nanoTime() - LOOK_NANOS;
    private @Nullable MediaSession session;
    private @Nullable Agreed heard;
    private boolean earlyIgnored;
    private @Nullable MediaWatch watch;
    private MediaTicker.@Nullable Registration ticking;
    private @Nullable MediaStats last;
    private volatile @Nullable CallHistory history;
    private boolean told;
    private volatile long soundNanos = Long.MIN_VALUE;

    private CallMedia(
            Services services,
            EventLoop loop,
            LiveStream stream,
            CallDtmf dtmf,
            Listener listener) {
        this.services = services;
        this.loop = loop;
        this.stream = stream;
        this.dtmf = dtmf;
        this.listener = listener;
        this.ports = new CallPorts(services, loop, this::notEncrypted);
        stream.whenSoundIsWanted(this::listen);
        stream.whenWatched(this::stir);
    }

    /**
     * Binds a pair of ports for each track. Waits.
     *
     * @param local the address that the SDP will name
     * @throws IOException with a sentence for the user when there are no ports
     */
    static CallMedia open(
            Services services,
            LiveStream stream,
            EventLoop loop,
            InetAddress local,
            CallRequest request,
            CallDtmf dtmf,
            Listener listener)
            throws IOException {
        var media = new CallMedia(services, loop, stream, dtmf, listener);
        try {
            if (request.hasAudio()) {
                media.bind(MediaTrack.AUDIO, local, RtpPort.Options.AUDIO);
            }
            if (request.hasVideo()) {
                media.bind(MediaTrack.VIDEO, local, RtpPort.Options.VIDEO);
            }
            media.ports.expectIce();
            return media;
        } catch (CompletionException e) {
            media.close();
            throw e.getCause() instanceof IOException why ? why : new IOException(e.getCause());
        }
    }

    private void bind(MediaTrack track, InetAddress local, RtpPort.Options options) {
        ports.bind(track, local, options, new Datagrams(track));
    }

    /** What the SDP says of us. */
    LocalMedia local(String address) {
        return ports.local(address);
    }

    private void notEncrypted(String why) {
        if (!told) {
            told = true;
            listener.mediaLost(new CallEnd.NotEncrypted(488, why));
        }
    }

    /** Early media comes that nobody is to hear: what is there at the answer is no use to it. */
    void ignoreEarly() {
        loop.execute(() -> earlyIgnored = true);
    }

    /** Media flows as agreed: it begins, or goes on so. What is agreed already changes nothing. */
    void hear(Agreed agreed, PeerAddresses peer) {
        expect(agreed); // before the stream begins
        loop.execute(() -> {
            long now = System.nanoTime();
            if (session == null) {
                begin(agreed, peer, now);
            } else if (!agreed.equals(heard)) {
                change(session, agreed, peer, now);
            }
            heard = agreed;
        });
    }

    private void expect(Agreed agreed) {
        boolean kept = services.session().keepsOpus();
        stream.expectOpus(kept && AgreedMedia.encoding(agreed) == AudioEncoding.OPUS);
    }

    private void begin(Agreed agreed, PeerAddresses peer, long nowNanos) {
        session =
                new MediaSession(
                        services.session(),
                        services.codecs(),
                        AgreedMedia.of(agreed),
                        this,
                        services.random(),
                        Instant.now(),
                        nowNanos);
        if (earlyIgnored) {
            ports.forgetEarly();
        }
        ports.use(agreed, peer, nowNanos); // what came with the answer comes now
        ticking = services.loops().ticker(loop).register(this);
    }

    private void change(MediaSession running, Agreed agreed, PeerAddresses peer, long nowNanos) {
        stir();
        ports.use(agreed, peer, nowNanos);
        running.update(AgreedMedia.of(agreed), nowNanos);
    }

    /** The callee has answered: media that does not come is missed from now on. */
    void watch(MediaWatch mediaWatch, CallHistory.Outputs outputs) {
        loop.execute(() -> {
            history = new CallHistory(outputs, Instant.now(), System.nanoTime());
            watch = mediaWatch;
            if (session != null) {
                session.answered(System.nanoTime());
            }
        });
    }

    /** An offer of the callee has changed what was agreed on. */
    void update(Agreed agreed, PeerAddresses peer, boolean held) {
        expect(agreed);
        loop.execute(() -> {
            if (session == null) {
                return;
            }
            long now = System.nanoTime();
            change(session, agreed, peer, now);
            heard = agreed;
            session.hold(held);
            if (watch != null) {
                watch.hold(held, now);
            }
        });
    }

    /** On the loop. */
    void requestKeyFrame() {
        if (session != null) {
            session.requestKeyFrame();
        }
    }

    /** Whether the callee has sent sound within the last second. */
    boolean sendsSound() {
        long last = soundNanos;
        return last != Long.MIN_VALUE && System.nanoTime() - last < SOUND_NANOS;
    }

    /**
     * How the media stands.
     *
     * @param stats what became of what came so far; null before the answer
     * @param toward what the callee gets of us; null before there is anything, and after the call
     */
    record Report(@Nullable MediaStats stats, @Nullable Toward toward) {}

    Report report() {
        return CompletableFuture.supplyAsync(
                        () -> {
                            ports.poll(); // what waits has come
                            return session == null
                                    ? new Report(last, null)
                                    : new Report(session.stats(), session.toward());
                        },
                        loop)
                .join();
    }

    /** What became of the media so far, its level included; null before the answer. */
    @Nullable MediaStats stats() {
        loop.execute(this::listen);
        return report().stats();
    }

    /** Somebody wants the sound, now. On the loop. */
    private void listen() {
        listening.heard(System.nanoTime());
        stir();
        if (session != null) {
            session.listen(true);
        }
    }

    /** Packets wait no longer, nor do ticks: those that waited come first. On the loop. */
    private void stir() {
        var _ = ports.rest(false, _ -> true);
        if (rest.isOn() && session != null && ticking != null) {
            long now = System.nanoTime();
            session.caughtUp(now);
            session.tick(now, tickedNanos); // sends nothing: that keeps its pace
            ticking.quiet(false);
            ticking.wake();
        }
        rest.end();
    }

    /** Whether what comes waits, since nobody watches. */
    boolean rests() {
        return CompletableFuture.supplyAsync(rest::isOn, loop).join();
    }

    /** What was measured so far; null before the answer. */
    @Nullable CallHistory history() {
        return history;
    }

    /** What the callee can take of us; null once the call is over. */
    @Nullable Ear ear() {
        return onLoop(running -> {
            AudioPayload sound = running.sound();
            return new Ear(
                    sound != null,
                    running.soundRateHz(),
                    sound == null ? "" : sound.encoding().name(),
                    running.takesPictures());
        });
    }

    /** The callee hears and sees this; false when the call is over, and the caller closes it. */
    boolean inject(Injection injection) {
        return onLoop(running -> {
            running.inject(injection);
            return injection;
        })
                != null;
    }

    /** Silence again; false when nothing was injected. */
    boolean endInjection() {
        Boolean ended = onLoop(MediaSession::endInjection);
        return ended != null && ended;
    }

    /** The callee asks for a key frame by SIP. */
    void keyFrameAsked() {
        loop.execute(() -> {
            if (session != null) {
                session.keyFrameAsked();
            }
        });
    }

    /** Waits for what the session says; null when there is none. */
    private <T> @Nullable T onLoop(Function<MediaSession, T> question) {
        return CompletableFuture.<@Nullable T>supplyAsync(
                        () -> session == null ? null : question.apply(session), loop)
                .join();
    }

    /** Of the encrypted tracks, by their names; what it was at the end once that has come. */
    Map<String, PortSecurity.Stats> securityStats() {
        return CompletableFuture.supplyAsync(ports::securityStats, loop).join();
    }

    /** How the peer is found, for the tracks that have ICE. */
    Map<MediaTrack, IceReport> iceReport() {
        return CompletableFuture.supplyAsync(ports::iceReport, loop).join();
    }

    /** Says goodbye, lets go of the ports and returns when that is done. */
    @Override
    public void close() {
        CompletableFuture.runAsync(this::stop, loop).join();
        ports.release();
    }

    private void stop() {
        stir();
        if (ticking != null) {
            ticking.close();
            ticking = null;
        }
        if (session != null) {
            session.close(System.nanoTime());
            last = session.stats();
            session = null;
        }
        ports.stop();
    }

    @Override
    public long tick(long nowNanos, long plannedNanos) {
        MediaSession running = session;
        if (running == null) {
            return nowNanos;
        }
        tickedNanos = plannedNanos;
        if (rest.goesOn(nowNanos) && !dtmf.waits()) {
            running.send(nowNanos, plannedNanos);
            return running.sendsNanos(nowNanos);
        }
        if (nowNanos - lookedNanos < LOOK_NANOS && !rest.isOn() && flows(running, nowNanos)) {
            running.send(nowNanos, plannedNanos);
            return running.dueNanos(nowNanos);
        }
        lookedNanos = nowNanos;
        ports.tick(nowNanos);
        if (stream.wantsSound()) {
            listening.heard(nowNanos);
        }
        boolean listens = listening.goesOn(nowNanos);
        ports.poll();
        if (rest.isOn()) {
            running.caughtUp(nowNanos);
        }
        rest(running, !listens && !stream.isWatched() && !dtmf.waits(), nowNanos);
        running.listen(listens);
        work(running, nowNanos, plannedNanos);
        if (rest.isOn()) {
            return running.sendsNanos(nowNanos);
        }
        return ports.rests() ? running.dueNanos(nowNanos) : nowNanos;
    }

    private boolean flows(MediaSession running, long nowNanos) {
        return running.flows(nowNanos) && !dtmf.waits() && ports.rests();
    }

    private void rest(MediaSession running, boolean may, long nowNanos) {
        boolean rests = ports.rest(may, track -> running.comes(track, nowNanos));
        if (rests) {
            rest.go(running.hasPictures(), nowNanos);
        } else {
            rest.end();
        }
        if (ticking != null) {
            ticking.quiet(rests && running.sendsEach(MediaTicker.QUIET_NANOS));
        }
    }

    private void work(MediaSession running, long nowNanos, long plannedNanos) {
        running.tick(nowNanos, plannedNanos);
        dtmf.tick(running, nowNanos);
        CallHistory kept = history;
        if (kept != null && kept.due(nowNanos)) {
            kept.add(running.stats(), nowNanos);
        }
        CallEnd verdict = told || watch == null ? null : watch.verdict(nowNanos);
        if (verdict != null) {
            told = true;
            listener.mediaLost(verdict);
        }
    }

    @Override
    public void tickFailed(RuntimeException fault) {
        listener.mediaBroken(fault);
    }

    @Override
    public void audio(Pcm block) {
        stream.add(block);
    }

    @Override
    public long unheard(long untilNanos) {
        return stream.unheard(untilNanos);
    }

    @Override
    public void video(MediaUnit unit) {
        stream.add(unit);
    }

    @Override
    public void sendRtp(MediaTrack track, ByteBuffer datagram) {
        ports.sendRtp(track, datagram);
    }

    @Override
    public void sendRtcp(MediaTrack track, ByteBuffer datagram) {
        ports.sendRtcp(track, datagram);
    }

    @Override
    public void key(char key, long beganNanos, long durationNanos) {
        dtmf.rtpReceived(key, beganNanos, durationNanos);
    }

    @Override
    public void signalKeyFrame() {
        listener.keyFrameBySip();
    }

    /** What the ports of one track receive. Before it is to be heard there is no use for it. */
    private final class Datagrams implements RtpPort.Handler {
        private final MediaTrack track;

        Datagrams(MediaTrack track) {
            this.track = track;
        }

        @Override
        public void rtp(ByteBuffer packet, long nowNanos) {
            if (PacketKind.of(packet) == PacketKind.RTCP) {
                rtcp(packet, nowNanos); // multiplexed: no media
                return;
            }
            if (session == null) {
                return;
            }
            if (watch != null) {
                watch.heard(nowNanos);
            }
            soundNanos = track == MediaTrack.AUDIO ? nowNanos : soundNanos;
            if (rest.isOn()) {
                session.passed(track, nowNanos);
            }
            session.rtp(track, packet, nowNanos);
        }

        @Override
        public void rtcp(ByteBuffer packet, long nowNanos) {
            if (session != null) {
                session.rtcp(track, packet, nowNanos);
            }
        }
    }
}
