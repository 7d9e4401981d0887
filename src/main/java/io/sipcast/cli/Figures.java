package io.sipcast.cli;

import io.sipcast.cli.LiveLine.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The figures of a call in words: those of now in a line, and those of the whole. */
final class Figures {
    private static final double MUCH_LOSS_PERCENT = 1;
    private static final double MUCH_SKEW_MILLIS = 40;

    private Figures() {}

    /** The line of now. */
    static LiveLine line(CallView call, boolean hangingUp, long nowNanos) {
        List<Part> parts = new ArrayList<>();
        Tone tone = hangingUp ? Tone.WARNING : StatusWords.tone(call);
        String status = hangingUp ? "hanging up" : StatusWords.of(call);
        parts.add(new Part(0, tone, "● " + status + " " + clock(call, nowNanos)));
        JsonNode now = call.statistics();
        sound(now.path("audio")).ifPresent(text -> parts.add(new Part(2, Tone.PLAIN, text)));
        picture(now.path("video")).ifPresent(text -> parts.add(new Part(3, Tone.PLAIN, text)));
        if (now.path("audio").isObject() || now.path("video").isObject()) {
            parts.add(loss(call.lossPercent()));
        }
        targets(call.targets()).ifPresent(parts::add);
        if (call.isRecording()) {
            parts.add(new Part(4, Tone.BAD, "rec"));
        }
        skew(now.path("skewMs")).ifPresent(parts::add);
        return new LiveLine(parts);
    }

    private static String clock(CallView call, long nowNanos) {
        long since = call.answeredNanos().orElse(call.startedNanos());
        return PlainDuration.clock(Duration.ofNanos(Math.max(0, nowNanos - since)));
    }

    private static Optional<String> sound(JsonNode audio) {
        if (!audio.isObject()) {
            return Optional.empty();
        }
        String level =
                audio.path("levelDbfs").isNumber()
                        ? String.format(
                                Locale.ROOT, " %3.0f dB", audio.path("levelDbfs").asDouble())
                        : "";
        return Optional.of(codec(audio) + bits(audio) + level);
    }

    private static Optional<String> picture(JsonNode video) {
        if (!video.isObject()) {
            return Optional.empty();
        }
        int width = video.path("width").asInt(0);
        String size = width > 0 ? " " + width + "x" + video.path("height").asInt(0) : "";
        String rate =
                video.path("frameRate").isNumber()
                        ? String.format(Locale.ROOT, " %2.0f/s", video.path("frameRate").asDouble())
                        : "";
        return Optional.of(codec(video) + size + rate + bits(video));
    }

    private static String codec(JsonNode track) {
        return track.path("codec").asString("?");
    }

    private static String bits(JsonNode track) {
        if (!track.path("bitRate").isNumber()) {
            return "";
        }
        double rate = track.path("bitRate").asDouble();
        return rate < 999_500
                ? String.format(Locale.ROOT, " %3.0fk", rate / 1e3)
                : String.format(Locale.ROOT, " %.1fM", rate / 1e6);
    }

    private static Part loss(double percent) {
        String text = String.format(Locale.ROOT, "loss %.1f %%", percent);
        return percent >= MUCH_LOSS_PERCENT
                ? new Part(1, Tone.WARNING, text)
                : new Part(4, Tone.PLAIN, text);
    }

    private static Optional<Part> targets(Targets targets) {
        if (targets.count() == 0) {
            return Optional.empty();
        }
        Tone tone = targets.publishing() < targets.count() ? Tone.WARNING : Tone.PLAIN;
        String text = "→ " + targets.publishing() + "/" + targets.count();
        return Optional.of(
                new Part(1, tone, text + (targets.count() == 1 ? " target" : " targets")));
    }

    private static Optional<Part> skew(JsonNode skew) {
        if (!skew.isNumber()) {
            return Optional.empty();
        }
        String text = String.format(Locale.ROOT, "skew %.0f ms", skew.asDouble());
        boolean much = Math.abs(skew.asDouble()) > MUCH_SKEW_MILLIS;
        return Optional.of(new Part(much ? 2 : 5, much ? Tone.WARNING : Tone.PLAIN, text));
    }

    /** What it came to, once it has ended. */
    static String totals(CallView call, long nowNanos) {
        if (call.answeredNanos().isEmpty()) {
            return "It was never answered.";
        }
        List<String> parts = new ArrayList<>();
        Duration time = Duration.ofNanos(nowNanos - call.answeredNanos().getAsLong());
        parts.add("It lasted " + PlainDuration.words(time));
        track("sound", call.lastAudio()).ifPresent(parts::add);
        track("pictures", call.lastVideo()).ifPresent(parts::add);
        sent(call.lastOutputs()).ifPresent(parts::add);
        return String.join("; ", parts) + ".";
    }

    private static Optional<String> track(String name, JsonNode track) {
        if (!track.isObject()) {
            return Optional.empty();
        }
        return Optional.of(
                "%s %s, %d packets, %d lost"
                        .formatted(
                                name,
                                codec(track),
                                track.path("packets").asLong(0),
                                track.path("lost").asLong(0)));
    }

    private static Optional<String> sent(JsonNode outputs) {
        if (outputs.size() == 0) {
            return Optional.empty();
        }
        long bytes =
                outputs.values().stream().mapToLong(one -> one.path("sentBytes").asLong(0)).sum();
        String targets = outputs.size() == 1 ? "one target" : outputs.size() + " targets";
        return Optional.of(String.format(Locale.ROOT, "%.1f MB sent to %s", bytes / 1e6, targets));
    }
}
