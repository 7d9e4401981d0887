package io.sipcast.config;

import java.util.List;

/** Reads the settings of the embedded RTMP server. */
final class RtmpValues {
    private RtmpValues() {}

    static Config.Rtmp read(Values values) {
        return new Config.Rtmp(
                values.one(Keys.RTMP_ADDRESS),
                values.one(Keys.RTMP_PORT),
                values.list(Keys.RTMP_PUBLISH_KEYS),
                values.list(Keys.RTMP_PLAY_KEYS),
                new Config.Rtmp.Hook(
                        values.optional(Keys.RTMP_HOOK_PUBLISH),
                        values.optional(Keys.RTMP_HOOK_PLAY),
                        values.optional(Keys.RTMP_HOOK_DONE),
                        values.one(Keys.RTMP_HOOK_TIMEOUT)),
                new Config.Rtmp.Rtmps(
                        values.one(Keys.RTMP_TLS_PORT),
                        values.optional(Keys.RTMP_TLS_CERTIFICATE),
                        values.optional(Keys.RTMP_TLS_KEY)),
                values.one(Keys.RTMP_MAX_CONNECTIONS),
                values.one(Keys.RTMP_MAX_PER_ADDRESS),
                values.one(Keys.RTMP_START_TIMEOUT),
                values.one(Keys.RTMP_IDLE_TIMEOUT),
                values.one(Keys.RTMP_STALL_TIMEOUT));
    }

    static void check(Config.Rtmp settings, List<String> faults) {
        Config.Rtmp.Rtmps tls = settings.tls();
        String certificate = Keys.RTMP_TLS_CERTIFICATE.name();
        String key = Keys.RTMP_TLS_KEY.name();
        if (tls.certificate().isPresent() && tls.key().isEmpty()) {
            faults.add(certificate + " is of no use without its private key; set " + key);
        }
        if (tls.key().isPresent() && tls.certificate().isEmpty()) {
            faults.add(key + " is of no use without its certificate; set " + certificate);
        }
    }
}
