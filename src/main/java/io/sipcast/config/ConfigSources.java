package io.sipcast.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from, the strongest last: defaults, one file, the environment, the command
 * line.
 *
 * @param file named by the user, so it must be there; null looks at {@code standardFiles}
 * @param standardFiles the first one that exists is read
 * @param overrides {@code key=value}, as given with {@code --set}
 */
public record ConfigSources(
        @Nullable Path file,
        List<Path> standardFiles,
        Map<String, String> environment,
        List<String> overrides) {
    private static final List<Path> STANDARD_FILES =
            List.of(Path.of("sipcast.yml"), Path.of("/etc/sipcast/sipcast.yml"));

    /** What a process started here has. */
    public static ConfigSources ofProcess(@Nullable Path file, List<String> overrides) {
        return new ConfigSources(file, STANDARD_FILES, System.getenv(), overrides);
    }

    /** The file that {@link #load} reads, if there is one. */
    public Optional<Path> fileRead() {
        return file != null
                ? Optional.of(file)
                : standardFiles.stream().filter(Files::isRegularFile).findFirst();
    }

    /**
     * Reads all of them.
     *
     * @throws ConfigException naming everything that is wrong, not only the first thing
     */
    public LoadedConfig load() throws ConfigException {
        List<String> faults = new ArrayList<>();
        List<Setting> all = new ArrayList<>();
        fileRead().ifPresent(path -> all.addAll(YamlFile.read(path, faults)));
        all.addAll(Environment.read(environment, faults));
        all.addAll(readOverrides(faults));

        Map<String, Setting> settings = new LinkedHashMap<>();
        for (Setting setting : all) {
            if (isKnown(setting, faults)) {
                settings.put(setting.key(), setting);
            }
        }
        Config config = build(new Values(settings, faults));
        HttpValues.check(config.http(), faults);
        checkJitter(config.rtp().jitter(), faults);
        checkRetry(config.push().retry(), faults);
        checkTls(config.sip().tls(), faults);
        RtmpValues.check(config.rtmp(), faults);
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return new LoadedConfig(config, settings);
    }

    private List<Setting> readOverrides(List<String> faults) {
        List<Setting> settings = new ArrayList<>();
        for (String override : overrides) {
            int equals = override.indexOf('=');
            if (equals < 0) {
                faults.add("--set " + override + ": expected key=value, such as rtmp.port=1936");
            } else {
                String key = override.substring(0, equals).strip();
                settings.add(Setting.ofText(key, override.substring(equals + 1), "--set"));
            }
        }
        return settings;
    }

    private static boolean isKnown(Setting setting, List<String> faults) {
        List<String> names =
                InboundKeys.RULES
                        .candidates(setting.key())
                        .orElseGet(() -> Keys.ALL.stream().<String>map(Key::name).toList());
        if (names.contains(setting.key())) {
            return true;
        }
        faults.add(
                "%s: unknown key %s; the nearest known one is %s"
                        .formatted(
                                setting.origin(), setting.key(), Nearest.of(setting.key(), names)));
        return false;
    }

    private static Config build(Values values) {
        return new Config(
                HttpValues.read(values),
                RtmpValues.read(values),
                new Config.Sip(
                        values.optional(Keys.SIP_ADDRESS),
                        values.one(Keys.SIP_PORT),
                        number(values, Keys.SIP_UDP_MAX_REQUEST),
                        values.one(Keys.SIP_KEEP_ALIVE),
                        values.list(Keys.SIP_INVITE_HEADERS),
                        values.optional(Keys.SIP_ADVERTISED_ADDRESS),
                        values.one(Keys.SIP_HIDE),
                        tls(values)),
                new Config.Rtp(
                        values.one(Keys.RTP_PORTS),
                        values.one(Keys.RTP_FIRST_PACKET_TIMEOUT),
                        values.one(Keys.RTP_IDLE_TIMEOUT),
                        new Config.Rtp.Jitter(
                                values.one(Keys.RTP_JITTER_MIN), values.one(Keys.RTP_JITTER_MAX)),
                        values.optional(Keys.RTP_ADVERTISED_ADDRESS),
                        values.one(Keys.RTP_ENCRYPTION),
                        values.one(Keys.RTP_KEY_EXCHANGE),
                        values.one(Keys.RTP_RTCP_MUX),
                        values.one(Keys.RTP_ICE)),
                call(values),
                inbound(values),
                new Config.Media(
                        new Config.Media.Audio(
                                values.one(Keys.MEDIA_AUDIO_SAMPLE_RATE),
                                values.one(Keys.MEDIA_AUDIO_CHANNELS),
                                values.one(Keys.MEDIA_AUDIO_BITRATE),
                                values.one(Keys.MEDIA_AUDIO_CODER),
                                values.list(Keys.MEDIA_AUDIO_CODECS),
                                values.one(Keys.MEDIA_AUDIO_OPUS)),
                        new Config.Media.Video(
                                values.list(Keys.MEDIA_VIDEO_CODECS),
                                values.one(Keys.MEDIA_VIDEO_MODE),
                                values.optional(Keys.MEDIA_VIDEO_SIZE),
                                number(values, Keys.MEDIA_VIDEO_BITRATE),
                                values.one(Keys.MEDIA_VIDEO_ONE_SIZE),
                                values.one(Keys.MEDIA_VIDEO_H265)),
                        values.one(Keys.MEDIA_KEY_FRAME_INTERVAL),
                        new Config.Media.Callee(
                                values.one(Keys.MEDIA_CALLEE_SOUND),
                                values.one(Keys.MEDIA_CALLEE_START_DELAY),
                                values.one(Keys.MEDIA_CALLEE_VIDEO)),
                        values.optional(Keys.MEDIA_SOUNDS),
                        slate(values)),
                push(values),
                new Config.Recording(
                        values.optional(Keys.RECORD_FOLDER),
                        values.one(Keys.RECORD_MAX_SIZE),
                        values.one(Keys.RECORD_MAX_DURATION),
                        values.one(Keys.RECORD_MIN_FREE),
                        values.one(Keys.RECORD_SYNC)),
                new Config.Net(
                        values.list(Keys.NET_ALLOWED_TARGETS),
                        values.list(Keys.NET_DNS_SERVERS),
                        values.list(Keys.NET_LOCAL_NETWORKS)),
                new Config.Log(values.one(Keys.LOG_LEVEL)));
    }

    private static OptionalInt number(Values values, Key<Integer> key) {
        return values.optional(key).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private static Config.Media.Slate slate(Values values) {
        return new Config.Media.Slate(
                values.one(Keys.MEDIA_SLATE_MODE),
                values.one(Keys.MEDIA_SLATE_AFTER),
                values.one(Keys.MEDIA_SLATE_SIZE),
                values.one(Keys.MEDIA_SLATE_TITLE),
                values.optional(Keys.MEDIA_SLATE_IMAGE));
    }

    private static Config.Push push(Values values) {
        return new Config.Push(
                values.one(Keys.PUSH_NAME_PREFIX),
                values.one(Keys.PUSH_CONNECT_TIMEOUT),
                values.one(Keys.PUSH_NO_PROGRESS),
                new Config.Push.Retry(
                        values.one(Keys.PUSH_RETRY_FIRST),
                        values.one(Keys.PUSH_RETRY_MAX),
                        number(values, Keys.PUSH_RETRY_ATTEMPTS)),
                new Config.Push.PushTls(values.optional(Keys.PUSH_TLS_CA)));
    }

    private static Config.Inbound inbound(Values values) {
        List<String> _ = values.list(Keys.INBOUND_RULES); // as text they are a fault
        return new Config.Inbound(InboundRules.read(values));
    }

    private static Config.Call call(Values values) {
        return new Config.Call(
                values.one(Keys.CALL_RING_TIMEOUT),
                values.one(Keys.CALL_FOLLOW_REDIRECTS),
                values.one(Keys.CALL_SESSION_EXPIRES),
                values.one(Keys.CALL_EARLY_MEDIA),
                values.one(Keys.CALL_RELIABLE_PROVISIONAL),
                values.one(Keys.CALL_ON_HOLD),
                new Config.Call.Dtmf(
                        values.one(Keys.CALL_DTMF_DELAY),
                        values.one(Keys.CALL_DTMF_DURATION),
                        values.one(Keys.CALL_DTMF_PAUSE)),
                number(values, Keys.CALL_MAX),
                number(values, Keys.CALL_MAX_PER_MINUTE),
                values.optional(Keys.CALL_MAX_DURATION),
                new Config.Call.Overload(
                        values.one(Keys.CALL_OVERLOAD_MAX_LOOP_LAG),
                        values.one(Keys.CALL_OVERLOAD_MAX_CPU)),
                values.list(Keys.CALL_ALLOWED_CALLEES));
    }

    private static Config.Sip.Tls tls(Values values) {
        return new Config.Sip.Tls(
                values.one(Keys.SIP_TLS_PORT),
                values.optional(Keys.SIP_TLS_CERTIFICATE),
                values.optional(Keys.SIP_TLS_KEY),
                values.optional(Keys.SIP_TLS_CA),
                values.one(Keys.SIP_TLS_CLIENT_AUTH),
                values.one(Keys.SIP_TLS_VERIFY),
                values.one(Keys.SIP_TLS_WILDCARDS));
    }

    private static void checkJitter(Config.Rtp.Jitter jitter, List<String> faults) {
        if (jitter.max().compareTo(jitter.min()) < 0) {
            faults.add(
                    "%s = %d ms is below %s = %d ms; raise the one or lower the other"
                            .formatted(
                                    Keys.RTP_JITTER_MAX.name(),
                                    jitter.max().toMillis(),
                                    Keys.RTP_JITTER_MIN.name(),
                                    jitter.min().toMillis()));
        }
    }

    private static void checkRetry(Config.Push.Retry retry, List<String> faults) {
        if (retry.max().compareTo(retry.first()) < 0) {
            faults.add(
                    "%s = %d ms is below %s = %d ms; raise the one or lower the other"
                            .formatted(
                                    Keys.PUSH_RETRY_MAX.name(),
                                    retry.max().toMillis(),
                                    Keys.PUSH_RETRY_FIRST.name(),
                                    retry.first().toMillis()));
        }
    }

    private static void checkTls(Config.Sip.Tls tls, List<String> faults) {
        String certificate = Keys.SIP_TLS_CERTIFICATE.name();
        String key = Keys.SIP_TLS_KEY.name();
        if (tls.certificate().isPresent() && tls.key().isEmpty()) {
            faults.add(certificate + " is of no use without its private key; set " + key);
        }
        if (tls.key().isPresent() && tls.certificate().isEmpty()) {
            faults.add(key + " is of no use without its certificate; set " + certificate);
        }
        if (tls.clientAuth() != Config.ClientAuth.NONE && tls.certificate().isEmpty()) {
            faults.add(
                    "%s asks those who connect to us for certificates, but without one of our own"
                                    .formatted(Keys.SIP_TLS_CLIENT_AUTH.name())
                            + " nobody can connect; set "
                            + certificate);
        }
    }
}
