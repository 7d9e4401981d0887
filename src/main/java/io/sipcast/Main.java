package io.sipcast;

import io.sipcast.config.ConfigException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Exit codes: 0 done, 1 refused with a message, 2 wrong usage; {@code call} has
 * more.
 */
@Command(
        name = "sipcast",
        description = "Turns a SIP call into a live RTMP stream.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    private Main() {}

    public static void main(String[] args) {
        System.exit(
                commandLine(List.of(args), Gateway::startAlone, RunCommand::untilSignal)
                        .execute(args));
    }

    /**
     * Knows all commands, but where the arguments begin with one, only that: to read the options of
     * the others would make up a good part of a start.
     */
    static CommandLine commandLine(
            List<String> args, RunCommand.Starter gateway, RunCommand.Waiting waiting) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("run", () -> new RunCommand(gateway, waiting));
        commands.put("call", () -> new CallCommand(Gateway::start, System.getenv()));
        commands.put("demo", () -> new DemoCommand(Gateway::start));
        commands.put("check-config", CheckConfigCommand::new);
        commands.put("version", VersionCommand::new);
        commands.put("rehearse", () -> new RehearseCommand(Gateway::start));
        if (!args.isEmpty() && commands.containsKey(args.getFirst())) {
            commands.keySet().retainAll(Set.of(args.getFirst()));
        }
        CommandLine line = new CommandLine(new Main());
        commands.values().forEach(command -> line.addSubcommand(command.get()));
        return line.setParameterExceptionHandler(Main::explainUsage)
                .setExecutionExceptionHandler(Main::explain);
    }

    /** Below all that a command can do nobody would see what was wrong. */
    private static int explainUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(e.getMessage());
        var _ = UnmatchedArgumentException.printSuggestions(e, err);
        if (command.getParent() == null) {
            command.usage(err);
        } else {
            err.println("See " + command.getCommandSpec().qualifiedName() + " --help.");
        }
        return CommandLine.ExitCode.USAGE;
    }

    /** What the user can mend is a message; what he can't is our fault and shown whole. */
    private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (!(e instanceof ConfigException || e instanceof StartFailedException)) {
            throw e;
        }
        command.getErr().println(e.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /** Reads what the build wrote down. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws Exception {
            var build = new Properties();
            try (var in = Main.class.getResourceAsStream("version.properties")) {
                build.load(in);
            }
            return new String[] {
                "sipcast " + build.getProperty("version"),
                "Java " + Runtime.version() + ", FFmpeg " + build.getProperty("ffmpeg")
            };
        }
    }
}
