package io.sipcast.config;

import io.sipcast.config.Config.ClientAuth;
import io.sipcast.config.Config.LogLevel;
import io.sipcast.config.Config.ReliableProvisional;
import io.sipcast.live.PictureForm;
import io.sipcast.live.Slate;
import io.sipcast.media.AacSettings;
import io.sipcast.media.Format.VideoCodec;
import io.sipcast.observe.Secret;
import io.sipcast.sdp.Encryption;
import io.sipcast.sdp.IcePolicy;
import io.sipcast.sdp.RtcpMux;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Every key with its default, in the order of {@code sipcast.yml}, which explains them. */
final class Keys {
    static final Key<InetAddress> HTTP_ADDRESS = Key.one("http.address", "127.0.0.1", Kind.ADDRESS);
    static final Key<Integer> HTTP_PORT = Key.one("http.port", "8081", Kind.PORT);
    static final Key<Secret> HTTP_API_KEY = Key.optional("http.api-key", Kind.SECRET);
    static final Key<String> HTTP_ALLOWED_CLIENTS =
            Key.list("http.allowed-clients", Kind.ADDRESS_BLOCK);
    static final Key<String> HTTP_ALLOWED_HOSTS = Key.list("http.allowed-hosts", Kind.HOST);
    static final Key<String> HTTP_ALLOWED_ORIGINS = Key.list("http.allowed-origins", Kind.ORIGIN);
    static final Key<String> HTTP_EMBED_ORIGINS = Key.list("http.embed-origins", Kind.ORIGIN);
    static final Key<Duration> HTTP_SESSION_TIMEOUT =
            Key.one("http.session-timeout", "12h", Kind.duration(60_000, 30 * 24 * 3_600_000L));
    static final Key<Integer> HTTP_TLS_PORT = Key.one("http.tls.port", "8444", Kind.PORT);
    static final Key<Path> HTTP_TLS_CERTIFICATE = Key.optional("http.tls.certificate", Kind.FILE);
    static final Key<Path> HTTP_TLS_KEY = Key.optional("http.tls.key", Kind.FILE);
    static final Key<Secret> HTTP_TLS_PASSWORD = Key.optional("http.tls.password", Kind.SECRET);
    static final Key<Boolean> HTTP_TLS_SELF_SIGNED =
            Key.one("http.tls.self-signed", "false", Kind.BOOLEAN);

    static final Key<InetAddress> RTMP_ADDRESS = Key.one("rtmp.address", "127.0.0.1", Kind.ADDRESS);
    static final Key<Integer> RTMP_PORT = Key.one("rtmp.port", "1935", Kind.PORT);
    static final Key<StreamKey> RTMP_PUBLISH_KEYS = Key.list("rtmp.publish-keys", Kind.STREAM_KEY);
    static final Key<StreamKey> RTMP_PLAY_KEYS = Key.list("rtmp.play-keys", Kind.STREAM_KEY);
    static final Key<URI> RTMP_HOOK_PUBLISH = Key.optional("rtmp.hook.publish", Kind.HTTP_URL);
    static final Key<URI> RTMP_HOOK_PLAY = Key.optional("rtmp.hook.play", Kind.HTTP_URL);
    static final Key<URI> RTMP_HOOK_DONE = Key.optional("rtmp.hook.done", Kind.HTTP_URL);
    static final Key<Duration> RTMP_HOOK_TIMEOUT =
            Key.one("rtmp.hook.timeout", "3s", Kind.duration(100, 20_000));
    static final Key<Integer> RTMP_TLS_PORT = Key.one("rtmp.tls.port", "1936", Kind.PORT);
    static final Key<Path> RTMP_TLS_CERTIFICATE = Key.optional("rtmp.tls.certificate", Kind.FILE);
    static final Key<Path> RTMP_TLS_KEY = Key.optional("rtmp.tls.key", Kind.FILE);
    static final Key<Integer> RTMP_MAX_CONNECTIONS =
            Key.one("rtmp.max-connections", "2000", Kind.COUNT);
    static final Key<Integer> RTMP_MAX_PER_ADDRESS =
            Key.one("rtmp.max-per-address", "500", Kind.COUNT);
    static final Key<Duration> RTMP_START_TIMEOUT =
            Key.one("rtmp.start-timeout", "10s", Kind.duration(1_000, 300_000));
    static final Key<Duration> RTMP_IDLE_TIMEOUT =
            Key.one("rtmp.idle-timeout", "60s", Kind.duration(2_000, 3_600_000));
    static final Key<Duration> RTMP_STALL_TIMEOUT =
            Key.one("rtmp.stall-timeout", "30s", Kind.duration(1_000, 3_600_000));

    static final Key<InetAddress> SIP_ADDRESS = Key.optional("sip.address", Kind.ADDRESS);
    static final Key<Integer> SIP_PORT = Key.one("sip.port", "5060", Kind.PORT);
    static final Key<Integer> SIP_UDP_MAX_REQUEST = Key.optional("sip.udp-max-request", Kind.SIZE);
    static final Key<Duration> SIP_KEEP_ALIVE =
            Key.one("sip.keep-alive", "25s", Kind.DURATION_OR_NEVER);
    static final Key<String> SIP_INVITE_HEADERS = Key.list("sip.invite-headers", Kind.HEADER);
    static final Key<Boolean> SIP_HIDE = Key.one("sip.hide", "false", Kind.BOOLEAN);
    static final Key<Integer> SIP_TLS_PORT = Key.one("sip.tls.port", "5061", Kind.PORT);
    static final Key<Path> SIP_TLS_CERTIFICATE = Key.optional("sip.tls.certificate", Kind.FILE);
    static final Key<Path> SIP_TLS_KEY = Key.optional("sip.tls.key", Kind.FILE);
    static final Key<Path> SIP_TLS_CA = Key.optional("sip.tls.ca", Kind.FILE);
    static final Key<ClientAuth> SIP_TLS_CLIENT_AUTH =
            Key.one("sip.tls.client-auth", "none", Kind.oneOf(ClientAuth.class));
    static final Key<Boolean> SIP_TLS_VERIFY = Key.one("sip.tls.verify", "true", Kind.BOOLEAN);
    static final Key<Boolean> SIP_TLS_WILDCARDS =
            Key.one("sip.tls.wildcards", "false", Kind.BOOLEAN);
    static final Key<String> SIP_ADVERTISED_ADDRESS =
            Key.optional("sip.advertised-address", Kind.SIP_HOST);

    static final Key<PortRange> RTP_PORTS = Key.one("rtp.ports", "10000-19998", Kind.PORT_RANGE);
    static final Key<Duration> RTP_FIRST_PACKET_TIMEOUT =
            Key.one("rtp.first-packet-timeout", "30s", Kind.DURATION);
    static final Key<Duration> RTP_IDLE_TIMEOUT = Key.one("rtp.idle-timeout", "60s", Kind.DURATION);
    static final Key<Duration> RTP_JITTER_MIN =
            Key.one("rtp.jitter.min", "60ms", Kind.duration(10, 2_000));
    static final Key<Duration> RTP_JITTER_MAX =
            Key.one("rtp.jitter.max", "400ms", Kind.duration(10, 2_000));

    static final Key<String> RTP_ADVERTISED_ADDRESS =
            Key.optional("rtp.advertised-address", Kind.NAME_OR_ADDRESS);

    static final Key<Encryption> RTP_ENCRYPTION =
            Key.one("rtp.encryption", "accepted", Kind.oneOf(Encryption.class));
    static final Key<Config.Rtp.KeyExchange> RTP_KEY_EXCHANGE =
            Key.one("rtp.key-exchange", "both", Kind.oneOf(Config.Rtp.KeyExchange.class));
    static final Key<RtcpMux> RTP_RTCP_MUX =
            Key.one("rtp.rtcp-mux", "answer", Kind.oneOf(RtcpMux.class));
    static final Key<IcePolicy> RTP_ICE = Key.one("rtp.ice", "answer", Kind.oneOf(IcePolicy.class));

    static final Key<Duration> CALL_RING_TIMEOUT =
            Key.one("call.ring-timeout", "60s", Kind.DURATION);
    static final Key<Boolean> CALL_FOLLOW_REDIRECTS =
            Key.one("call.follow-redirects", "true", Kind.BOOLEAN);
    static final Key<Duration> CALL_SESSION_EXPIRES =
            Key.one("call.session-expires", "30m", Kind.SESSION_INTERVAL);
    static final Key<Boolean> CALL_EARLY_MEDIA = Key.one("call.early-media", "false", Kind.BOOLEAN);
    static final Key<ReliableProvisional> CALL_RELIABLE_PROVISIONAL =
            Key.one(
                    "call.reliable-provisional",
                    "supported",
                    Kind.oneOf(ReliableProvisional.class));
    static final Key<Config.Call.OnHold> CALL_ON_HOLD =
            Key.one("call.on-hold", "silence", Kind.oneOf(Config.Call.OnHold.class));
    static final Key<Duration> CALL_DTMF_DELAY = Key.one("call.dtmf.delay", "500ms", Kind.DURATION);
    static final Key<Duration> CALL_DTMF_DURATION =
            Key.one("call.dtmf.duration", "160ms", Kind.duration(40, 60_000));
    static final Key<Duration> CALL_DTMF_PAUSE =
            Key.one("call.dtmf.pause", "100ms", Kind.duration(40, 60_000));
    static final Key<Integer> CALL_MAX = Key.optional("call.max", Kind.COUNT);
    static final Key<Integer> CALL_MAX_PER_MINUTE = Key.optional("call.max-per-minute", Kind.COUNT);
    static final Key<Duration> CALL_MAX_DURATION = Key.optional("call.max-duration", Kind.DURATION);
    static final Key<Duration> CALL_OVERLOAD_MAX_LOOP_LAG =
            Key.one("call.overload.max-loop-lag", "50ms", Kind.LOOP_LAG);
    static final Key<Double> CALL_OVERLOAD_MAX_CPU =
            Key.one("call.overload.max-cpu", "90%", Kind.SHARE_OR_OFF);
    static final Key<String> CALL_ALLOWED_CALLEES = Key.list("call.allowed-callees", Kind.CALLEE);

    /** A whole rule; its keys are those of {@link InboundKeys}. */
    static final Key<String> INBOUND_RULES = Key.list(InboundKeys.RULES.name(), Kind.ROW);

    static final Key<Integer> MEDIA_AUDIO_SAMPLE_RATE =
            Key.one(
                    "media.audio.sample-rate",
                    "48000",
                    Kind.oneOf(8000, 16000, 32000, 44100, 48000));
    static final Key<Integer> MEDIA_AUDIO_CHANNELS =
            Key.one("media.audio.channels", "1", Kind.oneOf(1, 2));
    static final Key<Integer> MEDIA_AUDIO_BITRATE =
            Key.one("media.audio.bitrate", "64k", Kind.rate(8_000, 256_000));
    static final Key<AacSettings.Coder> MEDIA_AUDIO_CODER =
            Key.one("media.audio.coder", "auto", Kind.oneOf(AacSettings.Coder.class));
    static final Key<String> MEDIA_AUDIO_CODECS =
            Key.list("media.audio.codecs", "opus,g722,pcmu,pcma,g729,cn", Kind.AUDIO_CODEC);
    static final Key<When> MEDIA_AUDIO_OPUS =
            Key.one("media.audio.opus", "auto", Kind.oneOf(When.class));
    static final Key<VideoCodec> MEDIA_VIDEO_CODECS =
            Key.list("media.video.codecs", "h264,vp8", Kind.oneOf(VideoCodec.class));
    static final Key<PictureForm.Mode> MEDIA_VIDEO_MODE =
            Key.one("media.video.mode", "auto", Kind.oneOf(PictureForm.Mode.class));
    static final Key<PictureSize> MEDIA_VIDEO_SIZE =
            Key.optional("media.video.size", Kind.PICTURE_SIZE);
    static final Key<Integer> MEDIA_VIDEO_BITRATE =
            Key.optional("media.video.bitrate", Kind.rate(50_000, 20_000_000));
    static final Key<When> MEDIA_VIDEO_ONE_SIZE =
            Key.one("media.video.one-size", "auto", Kind.oneOf(When.class));
    static final Key<When> MEDIA_VIDEO_H265 =
            Key.one("media.video.h265", "auto", Kind.oneOf(When.class));
    static final Key<Duration> MEDIA_KEY_FRAME_INTERVAL =
            Key.one("media.key-frame-interval", "2s", Kind.DURATION);
    static final Key<Config.Media.Callee.Sound> MEDIA_CALLEE_SOUND =
            Key.one("media.callee.sound", "silence", Kind.oneOf(Config.Media.Callee.Sound.class));
    static final Key<Duration> MEDIA_CALLEE_START_DELAY =
            Key.one("media.callee.start-delay", "0ms", Kind.duration(0, 60_000));
    static final Key<Boolean> MEDIA_CALLEE_VIDEO =
            Key.one("media.callee.video", "false", Kind.BOOLEAN);
    static final Key<Path> MEDIA_SOUNDS = Key.optional("media.sounds", Kind.FILE);
    static final Key<Slate.Mode> MEDIA_SLATE_MODE =
            Key.one("media.slate.mode", "auto", Kind.oneOf(Slate.Mode.class));
    static final Key<Duration> MEDIA_SLATE_AFTER =
            Key.one("media.slate.after", "3s", Kind.duration(500, 30_000));
    static final Key<PictureSize> MEDIA_SLATE_SIZE =
            Key.one("media.slate.size", "1280x720", Kind.PICTURE_SIZE);
    static final Key<String> MEDIA_SLATE_TITLE = Key.one("media.slate.title", "AUDIO", Kind.TEXT);
    static final Key<Path> MEDIA_SLATE_IMAGE = Key.optional("media.slate.image", Kind.FILE);

    static final Key<String> PUSH_NAME_PREFIX =
            Key.one("push.name-prefix", "rtmp_", Kind.NAME_PREFIX);
    static final Key<Duration> PUSH_CONNECT_TIMEOUT =
            Key.one("push.connect-timeout", "15s", Kind.duration(1_000, 120_000));
    static final Key<Duration> PUSH_NO_PROGRESS =
            Key.one("push.no-progress", "30s", Kind.duration(2_000, 600_000));
    static final Key<Duration> PUSH_RETRY_FIRST =
            Key.one("push.retry.first", "1s", Kind.duration(100, 600_000));
    static final Key<Duration> PUSH_RETRY_MAX =
            Key.one("push.retry.max", "30s", Kind.duration(100, 3_600_000));
    static final Key<Integer> PUSH_RETRY_ATTEMPTS = Key.optional("push.retry.attempts", Kind.COUNT);
    static final Key<Path> PUSH_TLS_CA = Key.optional("push.tls.ca", Kind.FILE);

    static final Key<Path> RECORD_FOLDER = Key.optional("record.folder", Kind.FILE);
    static final Key<Long> RECORD_MAX_SIZE =
            Key.one("record.max-size", "4GiB", Kind.size(1 << 20, 1L << 40));
    static final Key<Duration> RECORD_MAX_DURATION =
            Key.one("record.max-duration", "1h", Kind.duration(1_000, 24 * 3_600_000));
    static final Key<Long> RECORD_MIN_FREE =
            Key.one("record.min-free", "1GiB", Kind.size(0, 1L << 50));
    static final Key<Config.Recording.Sync> RECORD_SYNC =
            Key.one("record.sync", "file", Kind.oneOf(Config.Recording.Sync.class));

    static final Key<String> NET_ALLOWED_TARGETS = Key.list("net.allowed-targets", Kind.TARGET);
    static final Key<InetSocketAddress> NET_DNS_SERVERS =
            Key.list("net.dns-servers", Kind.DNS_SERVER);

    static final Key<String> NET_LOCAL_NETWORKS =
            Key.list("net.local-networks", Kind.ADDRESS_BLOCK);

    static final Key<LogLevel> LOG_LEVEL = Key.one("log.level", "info", Kind.oneOf(LogLevel.class));

    static final List<Key<?>> ALL =
            List.of(
                    HTTP_ADDRESS,
                    HTTP_PORT,
                    HTTP_API_KEY,
                    HTTP_ALLOWED_CLIENTS,
                    HTTP_ALLOWED_HOSTS,
                    HTTP_ALLOWED_ORIGINS,
                    HTTP_EMBED_ORIGINS,
                    HTTP_SESSION_TIMEOUT,
                    HTTP_TLS_PORT,
                    HTTP_TLS_CERTIFICATE,
                    HTTP_TLS_KEY,
                    HTTP_TLS_PASSWORD,
                    HTTP_TLS_SELF_SIGNED,
                    RTMP_ADDRESS,
                    RTMP_PORT,
                    RTMP_PUBLISH_KEYS,
                    RTMP_PLAY_KEYS,
                    RTMP_HOOK_PUBLISH,
                    RTMP_HOOK_PLAY,
                    RTMP_HOOK_DONE,
                    RTMP_HOOK_TIMEOUT,
                    RTMP_TLS_PORT,
                    RTMP_TLS_CERTIFICATE,
                    RTMP_TLS_KEY,
                    RTMP_MAX_CONNECTIONS,
                    RTMP_MAX_PER_ADDRESS,
                    RTMP_START_TIMEOUT,
                    RTMP_IDLE_TIMEOUT,
                    RTMP_STALL_TIMEOUT,
                    SIP_ADDRESS,
                    SIP_PORT,
                    SIP_UDP_MAX_REQUEST,
                    SIP_KEEP_ALIVE,
                    SIP_INVITE_HEADERS,
                    SIP_ADVERTISED_ADDRESS,
                    SIP_HIDE,
                    SIP_TLS_PORT,
                    SIP_TLS_CERTIFICATE,
                    SIP_TLS_KEY,
                    SIP_TLS_CA,
                    SIP_TLS_CLIENT_AUTH,
                    SIP_TLS_VERIFY,
                    SIP_TLS_WILDCARDS,
                    RTP_PORTS,
                    RTP_FIRST_PACKET_TIMEOUT,
                    RTP_IDLE_TIMEOUT,
                    RTP_JITTER_MIN,
                    RTP_JITTER_MAX,
                    RTP_ADVERTISED_ADDRESS,
                    RTP_ENCRYPTION,
                    RTP_KEY_EXCHANGE,
                    RTP_RTCP_MUX,
                    RTP_ICE,
                    CALL_RING_TIMEOUT,
                    CALL_FOLLOW_REDIRECTS,
                    CALL_SESSION_EXPIRES,
                    CALL_EARLY_MEDIA,
                    CALL_RELIABLE_PROVISIONAL,
                    CALL_ON_HOLD,
                    CALL_DTMF_DELAY,
                    CALL_DTMF_DURATION,
                    CALL_DTMF_PAUSE,
                    CALL_MAX,
                    CALL_MAX_PER_MINUTE,
                    CALL_MAX_DURATION,
                    CALL_OVERLOAD_MAX_LOOP_LAG,
                    CALL_OVERLOAD_MAX_CPU,
                    CALL_ALLOWED_CALLEES,
                    INBOUND_RULES,
                    MEDIA_AUDIO_SAMPLE_RATE,
                    MEDIA_AUDIO_CHANNELS,
                    MEDIA_AUDIO_BITRATE,
                    MEDIA_AUDIO_CODER,
                    MEDIA_AUDIO_CODECS,
                    MEDIA_AUDIO_OPUS,
                    MEDIA_VIDEO_CODECS,
                    MEDIA_VIDEO_MODE,
                    MEDIA_VIDEO_SIZE,
                    MEDIA_VIDEO_BITRATE,
                    MEDIA_VIDEO_ONE_SIZE,
                    MEDIA_VIDEO_H265,
                    MEDIA_KEY_FRAME_INTERVAL,
                    MEDIA_CALLEE_SOUND,
                    MEDIA_CALLEE_START_DELAY,
                    MEDIA_CALLEE_VIDEO,
                    MEDIA_SOUNDS,
                    MEDIA_SLATE_MODE,
                    MEDIA_SLATE_AFTER,
                    MEDIA_SLATE_SIZE,
                    MEDIA_SLATE_TITLE,
                    MEDIA_SLATE_IMAGE,
                    PUSH_NAME_PREFIX,
                    PUSH_CONNECT_TIMEOUT,
                    PUSH_NO_PROGRESS,
                    PUSH_RETRY_FIRST,
                    PUSH_RETRY_MAX,
                    PUSH_RETRY_ATTEMPTS,
                    PUSH_TLS_CA,
                    RECORD_FOLDER,
                    RECORD_MAX_SIZE,
                    RECORD_MAX_DURATION,
                    RECORD_MIN_FREE,
                    RECORD_SYNC,
                    NET_ALLOWED_TARGETS,
                    NET_DNS_SERVERS,
                    NET_LOCAL_NETWORKS,
                    LOG_LEVEL);

    private Keys() {}
}
