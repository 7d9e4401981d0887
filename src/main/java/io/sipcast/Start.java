package io.sipcast;

import io.sipcast.config.ConfigException;
import io.sipcast.config.ConfigSources;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Where the process begins. To {@code run} with nothing but settings takes no parser of command
 * lines, which would make up a third of the start: picocli's classes are too old for the JVM's
 * cache. Whatever else is asked for, and whatever is wrong, is {@link Main}'s.
 */
final class Start {
    private static final String REHEARSE = "rehearse";

    private Start() {}

    public static void main(String[] args) {
        List<String> all = List.of(args);
        Optional<RunArguments> run = RunArguments.of(all);
        if (run.isPresent()) {
            ConfigSources sources = run.get().sources();
            System.exit(
                    status(() ->
                            RunCommand.run(sources, Gateway::startAlone, RunCommand::untilSignal)));
        } else if (all.equals(List.of(REHEARSE))) {
            System.exit(status(new RehearseCommand(Gateway::start)));
        } else {
            Main.main(args);
        }
    }

    /** As {@link Main} ends. */
    private static int status(Callable<Integer> command) {
        try {
            return command.call();
        } catch (ConfigException | StartFailedException e) {
            System.err.println(e.getMessage());
            return 1;
        } catch (Exception e) {
            e.printStackTrace();
            return 1;
        }
    }
}
