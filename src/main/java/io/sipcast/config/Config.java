package io.sipcast.config;

import io.sipcast.live.PictureForm;
import io.sipcast.media.AacSettings;
import io.sipcast.media.Format.VideoCodec;
import io.sipcast.observe.Secret;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.sdp.Encryption;
import io.sipcast.sdp.IcePolicy;
import io.sipcast.sdp.RtcpMux;
import io.sipcast.sip.auth.DigestAlgorithm;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All settings. The component {@code rtp.firstPacketTimeout} is the key {@code
 * rtp.first-packet-timeout}; what each means is said in {@code sipcast.yml}. Only who joins the
 * parts sees the whole: each part is given its record or plain values.
 */
public record Config(
        Http http,
        Rtmp rtmp,
        Sip sip,
        Rtp rtp,
        Call call,
        Inbound inbound,
        Media media,
        Push push,
        Recording record,
        Net net,
        Log log) {

    /**
     * The REST interface and the pages.
     *
     * @param port 0 takes a free one, as with every port
     * @param allowedClients addresses and CIDR blocks that need no key
     * @param allowedOrigins whose pages may call us besides our own
     * @param embedOrigins whose pages may show a frame of ours
     * @param sessionTimeout without a request, after which a login ends
     */
    public record Http(
            InetAddress address,
            int port,
            Optional<Secret> apiKey,
            List<String> allowedClients,
            List<String> allowedHosts,
            List<String> allowedOrigins,
            List<String> embedOrigins,
            Duration sessionTimeout,
            Https tls) {
        /**
         * HTTPS, beside HTTP.
         *
         * @param port where we listen, if we have a certificate
         * @param certificate PEM (ours, then those that vouch for it) or PKCS #12; empty: none
         * @param key PEM: to the certificate; empty: it is in the certificate's file
         * @param password of a PKCS #12 file
         * @param selfSigned whether a certificate is made where there is none
         */
        public record Https(
                int port,
                Optional<Path> certificate,
                Optional<Path> key,
                Optional<Secret> password,
                boolean selfSigned) {}
    }

    /**
     * The embedded RTMP server.
     *
     * @param publishKeys without an entry for a stream everybody may publish it
     * @param playKeys likewise, over RTMP and HTTP
     * @param maxPerAddress connections
     * @param startTimeout for the handshake, and then to publish or play
     * @param idleTimeout without a byte from a client, which is pinged in the middle of it
     * @param stallTimeout without a byte taken by a client
     */
    public record Rtmp(
            InetAddress address,
            int port,
            List<StreamKey> publishKeys,
            List<StreamKey> playKeys,
            Hook hook,
            Rtmps tls,
            int maxConnections,
            int maxPerAddress,
            Duration startTimeout,
            Duration idleTimeout,
            Duration stallTimeout) {
        public Rtmp {
            publishKeys = List.copyOf(publishKeys);
            playKeys = List.copyOf(playKeys);
        }

        /**
         * Who is asked by HTTP.
         *
         * @param publish whether a stream may be published; empty: nobody
         * @param play whether a stream may be played; empty: nobody
         * @param done told that it is over; empty: nobody
         */
        public record Hook(
                Optional<URI> publish, Optional<URI> play, Optional<URI> done, Duration timeout) {}

        /**
         * RTMP over TLS.
         *
         * @param port where we listen, if we have a certificate
         * @param certificate PEM: ours, then those that vouch for it; empty: none
         * @param key PEM: to the certificate
         */
        public record Rtmps(int port, Optional<Path> certificate, Optional<Path> key) {}
    }

    /**
     * Our side of SIP.
     *
     * @param address empty: what the routing table chooses for each destination
     * @param udpMaxRequest bytes above which a request goes over TCP; empty: none does
     * @param keepAlive the longest time between datagrams that keep a NAT open; zero: none
     * @param inviteHeaders that a call's inviteParameters may have besides X- headers
     * @param advertisedAddress host or host:port of ours in Contact beyond a NAT
     * @param hide whether sources that no inbound rule knows get no answer
     */
    public record Sip(
            Optional<InetAddress> address,
            int port,
            OptionalInt udpMaxRequest,
            Duration keepAlive,
            List<String> inviteHeaders,
            Optional<String> advertisedAddress,
            boolean hide,
            Tls tls) {
        /**
         * SIP over TLS.
         *
         * @param port where we listen, if we have a certificate
         * @param certificate PEM: ours, then those that vouch for it; empty: none
         * @param key PEM: to the certificate
         * @param ca PEM: whom we trust; empty: whom the system trusts
         * @param clientAuth whether those who connect to us must show a certificate
         * @param verify whether the certificates of those we connect to are looked at
         * @param wildcards whether *.example.org is taken for sip.example.org
         */
        public record Tls(
                int port,
                Optional<Path> certificate,
                Optional<Path> key,
                Optional<Path> ca,
                ClientAuth clientAuth,
                boolean verify,
                boolean wildcards) {}
    }

    /**
     * Media from the callee.
     *
     * @param jitter how long missing and late packets are waited for
     * @param advertisedAddress of ours in SDP beyond a NAT; empty: that of SIP
     * @param keyExchange how the keys of encryption may be agreed on
     * @param rtcpMux whether RTP and RTCP share a port
     * @param ice whether checks find the way that media goes
     */
    public record Rtp(
            PortRange ports,
            Duration firstPacketTimeout,
            Duration idleTimeout,
            Jitter jitter,
            Optional<String> advertisedAddress,
            Encryption encryption,
            KeyExchange keyExchange,
            RtcpMux rtcpMux,
            IcePolicy ice) {
        /**
         * Between what the wait adapts itself.
         *
         * @param min on a good network
         * @param max on a bad one, not less
         */
        public record Jitter(Duration min, Duration max) {}

        /** In SDP, in a handshake beside the media, or either as the peer can. */
        public enum KeyExchange {
            SDES,
            DTLS,
            BOTH
        }
    }

    /**
     * Placing calls.
     *
     * @param sessionExpires the interval of session timers; zero: we ask for none
     * @param earlyMedia whether a stream is live before the answer, for calls that don't say
     * @param max calls at once; empty: no limit but the ports
     * @param maxPerMinute calls begun in any minute; empty: no limit
     * @param maxDuration from the answer on; empty: no limit
     * @param allowedCallees patterns; empty: everybody may be called
     */
    public record Call(
            Duration ringTimeout,
            boolean followRedirects,
            Duration sessionExpires,
            boolean earlyMedia,
            ReliableProvisional reliableProvisional,
            OnHold onHold,
            Dtmf dtmf,
            OptionalInt max,
            OptionalInt maxPerMinute,
            Optional<Duration> maxDuration,
            Overload overload,
            List<String> allowedCallees) {
        /** What goes on air while the callee holds a call. */
        public enum OnHold {
            SILENCE,
            /** What the callee sends, such as its music. */
            PASS
        }

        /**
         * Keys that we press.
         *
         * @param delay from the answer to the first
         * @param duration of each
         * @param pause between two
         */
        public record Dtmf(Duration delay, Duration duration, Duration pause) {}

        /**
         * Past what new calls are refused, so that those that run go on.
         *
         * @param maxLoopLag of the ticks of a media loop, on average; zero: not looked at
         * @param maxCpu share of the processors we may use, 0 to 1; 0: not looked at
         */
        public record Overload(Duration maxLoopLag, double maxCpu) {}
    }

    /** Whether callees may want each provisional answer acknowledged, RFC 3262. */
    public enum ReliableProvisional {
        SUPPORTED,
        OFF
    }

    /** Calls that come in: the first rule that fits decides. */
    public record Inbound(List<Rule> rules) {
        /**
         * Who may call whom, and what becomes of the call.
         *
         * @param called user of the Request-URI; {@code *} is any text
         * @param from addresses and CIDR blocks; empty: any
         * @param user for digest, with the password; empty: no digest
         * @param algorithms in the order in which they are offered; empty: MD5, then SHA-256
         * @param stream its name, where {@code $1} is the text of the first {@code *}; empty: the
         *     called user
         * @param targets where it is published besides, {@code $1} in their stream names likewise
         * @param record whether its stream is recorded from the beginning
         */
        public record Rule(
                String called,
                List<String> from,
                Optional<String> user,
                Optional<Secret> password,
                String realm,
                List<DigestAlgorithm> algorithms,
                Optional<String> stream,
                List<RtmpUrl> targets,
                boolean audio,
                boolean video,
                boolean record) {}
    }

    /**
     * What leaves.
     *
     * @param keyFrameInterval the longest time without a key frame before we ask for one
     * @param sounds the folder of what callees may be made to hear; empty: there is none
     */
    public record Media(
            Audio audio,
            Video video,
            Duration keyFrameInterval,
            Callee callee,
            Optional<Path> sounds,
            Slate slate) {
        /**
         * AAC, and what it is made of.
         *
         * @param channels 1 or 2
         * @param bitrate in bit/s
         * @param codecs what a call's sound may be coded in, the first preferred, by SDP's names
         * @param opus which targets get Opus as it comes
         */
        public record Audio(
                int sampleRate,
                int channels,
                int bitrate,
                AacSettings.Coder coder,
                List<String> codecs,
                When opus) {
            public Audio {
                codecs = List.copyOf(codecs);
            }
        }

        /**
         * Pictures.
         *
         * @param codecs what is offered and taken, the first preferred; at least one
         * @param size of those that are encoded anew at one size; empty: the callee's first
         * @param bitrate of those that are encoded anew, in bit/s; empty: by their size
         * @param oneSize which targets must not see another size
         * @param h265 which targets get H.265 as it comes
         */
        public record Video(
                List<VideoCodec> codecs,
                PictureForm.Mode mode,
                Optional<PictureSize> size,
                OptionalInt bitrate,
                When oneSize,
                When h265) {
            public Video {
                codecs = List.copyOf(codecs);
            }
        }

        /**
         * What the callee gets of us.
         *
         * @param sound while there is nothing else to be heard
         * @param startDelay from the answer to the first packet
         * @param video whether it is shown pictures
         */
        public record Callee(Sound sound, Duration startDelay, boolean video) {
            /** What is heard while there is nothing else. */
            public enum Sound {
                SILENCE,
                /** So low that nobody notices, but bridges see that the line is not dead. */
                NOISE
            }
        }

        /**
         * The picture that stands where a call has none.
         *
         * @param after how long pictures that were agreed on are waited for
         * @param title on the built-in picture; {@code $name} is the stream's name
         * @param image PNG or JPEG; empty: the built-in picture
         */
        public record Slate(
                io.sipcast.live.Slate.Mode mode,
                Duration after,
                PictureSize size,
                String title,
                Optional<Path> image) {}
    }

    /**
     * Publishing to other servers.
     *
     * @param namePrefix what names are published behind, where no whole URL is given
     * @param connectTimeout for TCP, TLS, handshake and the commands up to publish together
     * @param noProgress after which a server that takes no data is given up
     */
    public record Push(
            String namePrefix,
            Duration connectTimeout,
            Duration noProgress,
            Retry retry,
            PushTls tls) {
        /**
         * Trying again.
         *
         * @param first the first pause
         * @param max the longest, not less; a push that lasted as long begins with the first again
         * @param attempts in a row after which the push ends; empty: never
         */
        public record Retry(Duration first, Duration max, OptionalInt attempts) {}

        /**
         * rtmps, also of pulls.
         *
         * @param ca PEM: who vouches for the servers' certificates; empty: whom the system trusts
         */
        public record PushTls(Optional<Path> ca) {}
    }

    /**
     * Files of live streams.
     *
     * @param folder empty: nothing is recorded
     * @param maxSize bytes of a file, after which another one begins
     * @param maxDuration of a file, likewise
     * @param minFree bytes that are left to others on the disk
     */
    public record Recording(
            Optional<Path> folder, long maxSize, Duration maxDuration, long minFree, Sync sync) {
        /** When what was written is forced onto the disk. */
        public enum Sync {
            /** Each file once, at its end. */
            FILE,
            /** Each fragment, of half a second. */
            FRAGMENT
        }
    }

    /**
     * Where we may be made to connect, and who is near.
     *
     * @param allowedTargets empty: anywhere but link-local, multicast and unspecified addresses
     * @param dnsServers empty: those of the system
     * @param localNetworks on our side of a NAT; empty: all private ones
     */
    public record Net(
            List<String> allowedTargets,
            List<InetSocketAddress> dnsServers,
            List<String> localNetworks) {}

    /** What is logged. */
    public record Log(LogLevel level) {}

    /** What TLS clients are asked for: no certificate, one if they have it, one in any case. */
    public enum ClientAuth {
        NONE,
        REQUEST,
        REQUIRE
    }

    /** From silent to loud. */
    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }
}
