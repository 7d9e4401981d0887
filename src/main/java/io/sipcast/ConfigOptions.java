package io.sipcast;

import io.sipcast.config.ConfigException;
import io.sipcast.config.ConfigSources;
import io.sipcast.config.LoadedConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that needs the configuration accepts. */
final class ConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Instead of ./sipcast.yml or /etc/sipcast/sipcast.yml.")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting, such as rtmp.port=1936; beats file and environment.")
    private List<String> overrides = new ArrayList<>();

    ConfigSources sources() {
        return ConfigSources.ofProcess(file, overrides);
    }

    /**
     * The same sources with more settings.
     *
     * @param under beats file and environment, not what was given with {@code --set}
     * @param over beats all
     */
    ConfigSources sourcesOver(List<String> under, List<String> over) {
        List<String> all = new ArrayList<>(under);
        all.addAll(overrides);
        all.addAll(over);
        return ConfigSources.ofProcess(file, all);
    }

    LoadedConfig load() throws ConfigException {
        return sources().load();
    }
}
