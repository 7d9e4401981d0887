package io.sipcast;

import io.sipcast.config.Config;
import io.sipcast.config.ConfigException;
import io.sipcast.config.LoadedConfig;
import io.sipcast.net.HttpTls;
import io.sipcast.net.SipTls;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "check-config",
        description = "Says what every setting is and where it comes from, or what is wrong.",
        mixinStandardHelpOptions = true)
final class CheckConfigCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options = new ConfigOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws ConfigException, StartFailedException {
        LoadedConfig loaded = options.load();
        PrintWriter out = spec.commandLine().getOut();
        loaded.lines().forEach(out::println);
        out.println("http over TLS: " + https(loaded.config()));
        out.println("sip over TLS: " + tls(loaded.config()));
        out.println("recordings: " + recordings(loaded.config()));
        out.println("file: " + options.sources().fileRead().map(Path::toString).orElse("none"));
        out.println("The configuration is good.");
        return 0;
    }

    /** Writes a probe into the folder, as a start does. */
    private static String recordings(Config config) throws StartFailedException {
        try {
            return StreamParts.recordingFolder(config.record())
                    .map(folder -> "in " + folder.path())
                    .orElse("none, record.folder is not set");
        } catch (IOException e) {
            throw new StartFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Reads the files, as a start does. */
    private static String https(Config config) throws StartFailedException {
        try {
            return HttpTls.preview(config.http().tls());
        } catch (IOException e) {
            throw new StartFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Reads the files, as a start does. */
    private static String tls(Config config) throws StartFailedException {
        try {
            return SipTls.load(config.sip().tls()).describe();
        } catch (IOException e) {
            throw new StartFailedException(String.valueOf(e.getMessage()), e);
        }
    }
}
