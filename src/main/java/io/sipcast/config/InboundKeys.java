package io.sipcast.config;

import io.sipcast.observe.Secret;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.sip.auth.DigestAlgorithm;
import java.util.List;

/** The keys of a rule for calls that come in, in the order of {@code sipcast.yml}. */
final class InboundKeys {
    static final Key<String> CALLED = Key.optional("called", Kind.CALLED);
    static final Key<String> FROM = Key.list("from", Kind.ADDRESS_BLOCK);
    static final Key<String> USER = Key.optional("user", Kind.USER);
    static final Key<Secret> PASSWORD = Key.optional("password", Kind.SECRET);
    static final Key<String> REALM = Key.one("realm", "sipcast", Kind.USER);
    static final Key<DigestAlgorithm> ALGORITHMS = Key.list("algorithms", Kind.DIGEST);
    static final Key<String> STREAM = Key.optional("stream", Kind.STREAM);
    static final Key<RtmpUrl> TARGETS = Key.list("targets", Kind.RTMP_URL);
    static final Key<Boolean> AUDIO = Key.one("audio", "true", Kind.BOOLEAN);
    static final Key<Boolean> VIDEO = Key.one("video", "true", Kind.BOOLEAN);
    static final Key<Boolean> RECORD = Key.one("record", "false", Kind.BOOLEAN);

    static final Table RULES =
            new Table(
                    "inbound.rules",
                    List.of(
                            CALLED,
                            FROM,
                            USER,
                            PASSWORD,
                            REALM,
                            ALGORITHMS,
                            STREAM,
                            TARGETS,
                            AUDIO,
                            VIDEO,
                            RECORD));

    private InboundKeys() {}
}
