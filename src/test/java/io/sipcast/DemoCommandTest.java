package io.sipcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DemoCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int demo(DemoCommand.Starter gateway, String... args) {
        return Main.commandLine(List.of(), gateway::start, _ -> {})
                .addSubcommand("show", new DemoCommand(gateway))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @Test
    void whyItCannotStartIsOneSentence() {
        DemoCommand.Starter gateway =
                _ -> {
                    throw new StartFailedException("rtp.ports: none is free", new BindException());
                };
        assertThat(demo(gateway, "show", "--once")).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("rtp.ports: none is free");
    }

    /** Every part of the product at once, on free ports. */
    @Test
    @Tag("interop")
    @Tag("timing") // it judges when the first picture comes
    @Timeout(60)
    void theWholeWayIsRight() {
        int code =
                demo(
                        Gateway::start,
                        "show",
                        "--once",
                        "--set",
                        "http.port=0",
                        "--set",
                        "rtmp.port=0",
                        "--set",
                        "sip.port=0",
                        "--set",
                        "call.overload.max-loop-lag=off",
                        "--set",
                        "call.overload.max-cpu=off");

        assertThat(out.toString())
                .contains("ESTABLISHED", "/player?stream=demo", "The stream was right.");
        assertThat(code).isZero();
    }
}
