package io.sipcast;

import io.sipcast.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** What a report says of this server: what matters to calls, and nothing that is secret. */
final class NodeFacts {
    private NodeFacts() {}

    static Map<String, Object> of(Config config, String nodeId) {
        Properties build = build();
        Config.Rtp rtp = config.rtp();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("version", build.getProperty("version", "unknown"));
        facts.put("ffmpeg", build.getProperty("ffmpeg", "unknown"));
        facts.put("java", Runtime.version().toString());
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("nodeId", nodeId);
        facts.put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        facts.put("maxMemoryBytes", Runtime.getRuntime().maxMemory());
        facts.put("rtpPorts", rtp.ports().first() + "-" + rtp.ports().last());
        facts.put("jitterMinMs", rtp.jitter().min().toMillis());
        facts.put("jitterMaxMs", rtp.jitter().max().toMillis());
        facts.put("maxLoopLagMs", config.call().overload().maxLoopLag().toMillis());
        facts.put("maxCpu", config.call().overload().maxCpu());
        facts.put("keyFrameIntervalMs", config.media().keyFrameInterval().toMillis());
        facts.put("videoCodecs", config.media().video().codecs().stream().map(Enum::name).toList());
        return facts;
    }

    /** The same, and how near to overload it is now. */
    static Map<String, Object> with(Map<String, Object> facts, Object load) {
        Map<String, Object> all = new LinkedHashMap<>(facts);
        all.put("load", load);
        return all;
    }

    private static Properties build() {
        var build = new Properties();
        try (var in = NodeFacts.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                build.load(in);
            }
            return build;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
