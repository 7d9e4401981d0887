package io.sipcast;

import io.sipcast.cli.PlainDuration;
import io.sipcast.cli.TargetUrl;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What becomes of the call. */
final class CallOptions {
    private static final Set<String> SLATES = Set.of("auto", "always", "never");

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            order = 30,
            description = "The stream is live/NAME on the gateway. Default: the call's id.")
    private @Nullable String stream;

    @Option(
            names = "--to",
            paramLabel = "URL",
            order = 31,
            converter = TargetConverter.class,
            description =
                    "Publish it there, too: rtmp://HOST/APP/NAME or rtmps://..., whose last part"
                            + " may be a key. Can be repeated.")
    private List<TargetUrl> targets = List.of();

    @Option(
            names = "--audio",
            negatable = true,
            order = 32,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Ask for sound; on unless --no-audio.")
    private boolean audio = true;

    @Option(
            names = "--video",
            negatable = true,
            order = 33,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Ask for pictures; on unless --no-video.")
    private boolean video = true;

    @Option(
            names = "--slate",
            paramLabel = "WHEN",
            order = 34,
            description =
                    "A still picture: auto (while there is no other), always, never. Default: as"
                            + " the gateway is configured.")
    private @Nullable String slate;

    @Option(
            names = "--early-media",
            order = 35,
            description = "On air before the answer: ring-back tones, announcements.")
    private boolean earlyMedia;

    @Option(
            names = "--dtmf",
            paramLabel = "KEYS",
            order = 36,
            description = "Press these after the answer, such as w4711#; w waits.")
    private @Nullable String dtmf;

    @Option(
            names = "--record",
            order = 37,
            description = "Keep the call as MP4 in the gateway's folder (record.folder).")
    private boolean record;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            order = 38,
            converter = TimeConverter.class,
            description = "Hang up this long after the answer: 30s, 10m, 1h30m.")
    private @Nullable Duration length;

    @Option(
            names = "--call-id",
            paramLabel = "ID",
            order = 39,
            description = "The call's id on the gateway. Default: a new one.")
    private @Nullable String callId;

    /** Says what is wrong without the URL: it is a key. */
    static final class TargetConverter implements ITypeConverter<TargetUrl> {
        @Override
        public TargetUrl convert(String text) {
            try {
                return TargetUrl.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Likewise. */
    static final class TimeConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return PlainDuration.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    Optional<Duration> length() {
        return Optional.ofNullable(length);
    }

    Optional<String> callId() {
        return Optional.ofNullable(callId);
    }

    /**
     * The fields that say so.
     *
     * @throws IllegalArgumentException with a sentence when the options are wrong
     */
    Map<String, Object> fields() {
        if (!audio && !video) {
            throw new IllegalArgumentException(
                    "--no-audio and --no-video together leave nothing to do");
        }
        if (slate != null && !SLATES.contains(slate)) {
            throw new IllegalArgumentException("--slate: expected auto, always or never");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("hasAudio", audio);
        fields.put("hasVideo", video);
        put(fields, "toStream", stream);
        put(fields, "dtmf", dtmf);
        put(fields, "slate", slate);
        if (earlyMedia) {
            fields.put("earlyMedia", true);
        }
        if (record) {
            fields.put("record", true);
        }
        if (!targets.isEmpty()) {
            fields.put("targets", targets.stream().map(TargetUrl::json).toList());
        }
        return fields;
    }

    static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
