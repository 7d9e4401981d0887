package io.sipcast;

import io.sipcast.cli.CallOrder;
import io.sipcast.cli.CallSession;
import io.sipcast.cli.Display;
import io.sipcast.cli.GatewayClient;
import io.sipcast.cli.Interrupts;
import io.sipcast.cli.Screen;
import io.sipcast.config.Config;
import io.sipcast.observe.Logs;
import io.sipcast.observe.Mask;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts a call on a gateway, shows how it goes, and hangs up on Ctrl-C. */
@Command(
        name = "call",
        sortOptions = false,
        customSynopsis = "sipcast call [OPTIONS] CALLEE",
        usageHelpAutoWidth = true,
        mixinStandardHelpOptions = true,
        description = {
            "Starts a call on a gateway, shows live how it goes, and hangs up on Ctrl-C.",
            "",
            "In a terminal the last line shows the call as it is now: how long it lasts, codecs, bit"
                    + " rates, the sound's level, packets lost in the last 10 s, how many targets"
                    + " are on air, and how far picture and sound are apart. Into a file or pipe"
                    + " go a line for each change and one each 10 s.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the call was answered, and either side hung up",
            "1:the call failed (busy, rejected, lost ...), or the gateway refused it",
            "2:wrong usage",
            "3:the gateway cannot be reached, or was lost for 30 s",
            "130:interrupted by Ctrl-C or TERM before the answer"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sipcast call sip:studio@pbx.lan --stream lobby",
            "  sipcast call 1001 --login 1000 --domain sip.example.org --register \\",
            "          --password-file secret.txt --to rtmp://live.example.org/app/key",
            "  sipcast call 4711 @account.txt --dtmf w1234# --for 1h --json",
            "  sipcast call sip:studio@pbx.lan --standalone --set record.folder=. --record",
            "",
            "@FILE stands for what is in FILE, one option or value on each line: what stands",
            "there is not seen by those who list processes. Ctrl-C hangs up and waits 5 s at",
            "most for the end; a second one leaves at once. NO_COLOR=1 leaves colours out."
        })
final class CallCommand implements Callable<Integer> {
    private static final Pattern SIP_URI = Pattern.compile("(?i)sips?:.+");
    private static final List<String> ON_LOOPBACK =
            List.of("http.address=127.0.0.1", "rtmp.address=127.0.0.1");

    private final DemoCommand.Starter starter;
    private final Map<String, String> environment;
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "CALLEE",
            description = {
                "Who is called: a URI, sip:studio@pbx.lan,",
                "or a user or number of the --domain."
            })
    private String callee = "";

    @Option(
            names = "--json",
            order = 1,
            description =
                    "Print a JSON object on each line, with event, at and data. Events are placed,"
                            + " urls, call, push, stream, recording, statistics, lost, found, and"
                            + " at last end.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            order = 2,
            description = "Print nothing but why it failed.")
    private boolean quiet;

    @ArgGroup(validate = false, order = 3, heading = "%nThe call:%n")
    private CallOptions options = new CallOptions();

    @ArgGroup(validate = false, order = 4, heading = "%nThe SIP account:%n")
    private AccountOptions account = new AccountOptions();

    @ArgGroup(validate = false, order = 5, heading = "%nThe gateway:%n")
    private GatewayOptions place = new GatewayOptions();

    @ArgGroup(validate = false, order = 6, heading = "%nThe gateway of --standalone:%n")
    private ConfigOptions config = new ConfigOptions();

    /**
     * Takes what the process has.
     *
     * @param starter starts a gateway for {@code --standalone}
     */
    CallCommand(DemoCommand.Starter starter, Map<String, String> environment) {
        this.starter = starter;
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        Logs.startOnErrorStream("error");
        CallOrder order;
        GatewayClient client;
        try {
            order = order();
            client = place.client(environment);
        } catch (IllegalArgumentException | IOException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        try (var interrupts = Interrupts.catchAll()) {
            return interrupts.finished(place(order, client, interrupts));
        }
    }

    private int place(CallOrder order, GatewayClient client, Interrupts interrupts)
            throws Exception {
        try (client) {
            return place.standalone() && !client.answers()
                    ? onOwnGateway(order, interrupts)
                    : run(client, order, interrupts);
        }
    }

    private CallOrder order() throws IOException {
        if (json && quiet) {
            throw new IllegalArgumentException("--json and --quiet exclude each other");
        }
        String callId = options.callId().orElseGet(CallCommand::newId);
        Map<String, Object> fields = options.fields();
        fields.put("callId", callId);
        fields.put("callee", uri());
        account.addTo(fields, environment);
        return new CallOrder(callId, Mask.sipUri(uri()), fields, options.length());
    }

    /** A user with a host needs no scheme here: nothing else can be meant. */
    private String uri() {
        if (SIP_URI.matcher(callee).matches()) {
            return callee;
        }
        if (callee.indexOf('@') > 0) {
            return "sip:" + callee;
        }
        if (callee.isBlank() || !account.hasDomain()) {
            throw new IllegalArgumentException(
                    "CALLEE must be a whole URI, such as sip:1001@pbx.lan, or --domain be given");
        }
        return callee;
    }

    /** Short, as people will type it; the gateway would refuse one that it has. */
    private static String newId() {
        long number = new SplittableRandom().nextLong(36L * 36 * 36 * 36 * 36 * 36 * 36 * 36);
        return "cli-" + Long.toString(number, 36);
    }

    private int onOwnGateway(CallOrder order, Interrupts interrupts) throws Exception {
        Config settings = FreePorts.of(config, ON_LOOPBACK);
        try (Gateway gateway = starter.start(settings);
                var client =
                        new GatewayClient(
                                FreePorts.http(settings, gateway.httpPort()),
                                settings.http().apiKey(),
                                Optional.empty())) {
            return run(client, order, interrupts);
        }
    }

    private int run(GatewayClient client, CallOrder order, Interrupts interrupts)
            throws InterruptedException {
        var session = new CallSession(client, order, display(), CallSession.Patience.USUAL);
        interrupts.tell(session);
        return session.run();
    }

    private Display display() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (json) {
            return Display.json(out, Clock.systemUTC());
        }
        return quiet
                ? Display.quiet(err)
                : Display.forPeople(
                        out,
                        err,
                        Screen.ofProcess(environment),
                        Clock.system(ZoneId.systemDefault()));
    }
}
