package io.sipcast.cli;

import io.sipcast.api.Json;
import io.sipcast.api.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One call from its order to its end, on the thread that runs it. {@link #interrupt} may be called
 * by any thread.
 */
public final class CallSession {
    /** The call ended well: it was answered, and either side hung up. */
    public static final int GOOD = 0;

    /** The call failed, or the gateway refused it. */
    public static final int FAILED = 1;

    /** The gateway cannot be reached, or was lost for too long. */
    public static final int UNREACHABLE = 3;

    /** Ctrl-C before the answer, as shells have it for the signal INT. */
    public static final int INTERRUPTED = 130;

    private static final Duration TICK = Duration.ofMillis(200);
    private static final long LAST_FIGURES_NANOS = Duration.ofMillis(700).toNanos();

    /**
     * How long things are waited for.
     *
     * @param hangUp for the end of the call, once it is to end
     * @param lost for a gateway that is gone
     */
    public record Patience(Duration hangUp, Duration lost) {
        public static final Patience USUAL =
                new Patience(Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    private final GatewayClient client;
    private final CallOrder order;
    private final Display display;
    private final Patience patience;
    private final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
    private final CallView call;
    private final Deadline hangingUp = new Deadline();
    private final Deadline lost = new Deadline();
    private final Deadline ended = new Deadline();
    private @Nullable EventFeed feed;
    private @Nullable JsonNode pageSettings;
    private boolean interrupted;
    private boolean announced;
    private @Nullable Ending ending;

    public CallSession(GatewayClient client, CallOrder order, Display display, Patience patience) {
        this.client = client;
        this.order = order;
        this.display = display;
        this.patience = patience;
        call = new CallView(order.callId(), System.nanoTime());
    }

    /** Hangs up; {@link #run} then returns soon. */
    public void interrupt() {
        inputs.add(new Input.Interrupt());
    }

    /**
     * Places the call and shows it until it has ended.
     *
     * @return the exit code
     */
    public int run() throws InterruptedException {
        try {
            place();
            while (ending == null) {
                Input next = inputs.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
                long now = System.nanoTime();
                if (next != null) {
                    take(next, now);
                }
                tick(now);
            }
            display.end(ending);
            return ending.exitCode();
        } finally {
            if (feed != null) {
                feed.close();
            }
        }
    }

    private void place() {
        display.note(Note.plain("calling " + order.callee() + " by " + client.address()));
        var _ =
                client.post("/api/v1/calls", order.fields())
                        .whenComplete((reply, fault) ->
                                inputs.add(
                                        fault == null
                                                ? new Input.Placed(reply)
                                                : new Input.NotPlaced(
                                                        GatewayClient.explain(fault))));
    }

    private void take(Input input, long now) {
        switch (input) {
            case Input.Placed(var reply) -> placed(reply, now);
            case Input.NotPlaced(var why) -> notPlaced(why);
            case Input.PageSettings(var reply) -> pageSettings = reply.json();
            case Input.Event(var event) -> event(event, now);
            case Input.Connected() -> connected();
            case Input.Lost(var why) -> lost(why, now);
            case Input.Refused(var why) -> refused(why, now);
            case Input.Interrupt() -> interrupted(now);
            case Input.HangUpSent(var failure) -> hangUpSent(failure);
        }
    }

    private void placed(Reply reply, long now) {
        if (!reply.isGood()) {
            ending = Ending.without(FAILED, reply.problem());
            return;
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("callId", order.callId());
        data.put("callee", order.callee());
        data.put("gateway", client.address());
        display.event("placed", data);
        feed = EventFeed.start(client, order.callId(), inputs::add);
        var _ =
                client.get("/settings.json")
                        .exceptionally(_ -> new Reply(0, ""))
                        .thenAccept(settings -> inputs.add(new Input.PageSettings(settings)));
        if (interrupted) {
            hangUp(now);
        }
    }

    /** It may have been placed all the same, so it is ended to be sure. */
    private void notPlaced(String why) {
        var _ = client.delete(path());
        ending =
                Ending.without(
                        UNREACHABLE,
                        "No gateway at %s: %s. Start one with ./sipcast run, name another one with --gateway, or add --standalone."
                                .formatted(client.address(), why));
    }

    private void event(ServerEvent event, long now) {
        JsonNode data;
        try {
            data = Json.read(event.data().getBytes(StandardCharsets.UTF_8));
        } catch (Problem _) {
            return; // of a proxy between us
        }
        call.take(event.name(), data, now).forEach(display::note);
        if (event.name().equals("snapshot")) {
            data.path("calls").values().forEach(one -> pass("call", one));
            data.path("ended").values().forEach(one -> pass("call", one));
        } else {
            pass(event.name(), data);
        }
        if (call.reason() != null) {
            ended.start(now);
        }
    }

    private void pass(String name, JsonNode data) {
        if (call.concerns(name, data)) {
            display.event(name, data);
        }
    }

    private void connected() {
        if (lost.isRunning()) {
            lost.stop();
            display.note(Note.of(Tone.GOOD, "the gateway is back"));
            display.event("found", Map.of());
        }
    }

    private void lost(String why, long now) {
        if (!lost.isRunning() && !ended.isRunning()) {
            lost.start(now);
            display.note(
                    Note.of(
                            Tone.WARNING,
                            "the gateway is lost: %s; it is waited for, %d s at most"
                                    .formatted(why, patience.lost().toSeconds())));
            display.event("lost", Map.of("reason", why));
        }
    }

    private void refused(String why, long now) {
        hangUp(now);
        ending = Ending.without(FAILED, "The call cannot be watched, so it is hung up: " + why);
    }

    private void interrupted(long now) {
        interrupted = true;
        if (feed == null) {
            hangingUp.start(now); // as soon as it is placed
        } else {
            hangUp(now);
        }
    }

    private void hangUp(long now) {
        hangingUp.start(now);
        var _ =
                client.delete(path())
                        .handle((reply, fault) ->
                                fault == null ? failure(reply) : GatewayClient.explain(fault))
                        .thenAccept(failure -> inputs.add(new Input.HangUpSent(failure)));
    }

    /** A call that is not there has ended: its event is on the way. */
    private static String failure(Reply reply) {
        return reply.isGood() || reply.status() == 404 ? "" : reply.problem();
    }

    private void hangUpSent(String failure) {
        if (!failure.isEmpty() && ending == null && !ended.isRunning()) {
            ending = unsure(UNREACHABLE, "The gateway could not be told to hang up: " + failure);
        }
    }

    private void tick(long now) {
        if (feed != null) {
            feed.checkSilence(now);
        }
        if (ending != null) {
            return;
        }
        announce();
        display.live(Figures.line(call, hangingUp.isRunning(), now), now);
        if (ended.isRunning()) {
            if (call.hasLastStatistics() || ended.isOver(now, LAST_FIGURES_NANOS)) {
                ending = natural(now);
            }
        } else if (hangingUp.isOver(now, patience.hangUp().toNanos())) {
            ending =
                    unsure(
                            interrupted && call.answeredNanos().isEmpty() ? INTERRUPTED : FAILED,
                            "The gateway has not said within %d s that the call has ended"
                                    .formatted(patience.hangUp().toSeconds()));
        } else if (lost.isOver(now, patience.lost().toNanos())) {
            ending =
                    unsure(
                            UNREACHABLE,
                            "The gateway has been gone for %d s"
                                    .formatted(patience.lost().toSeconds()));
        } else if (isLongEnough(now)) {
            hangUp(now);
        }
    }

    private boolean isLongEnough(long now) {
        return order.length().isPresent()
                && !hangingUp.isRunning()
                && call.answeredNanos().isPresent()
                && now - call.answeredNanos().getAsLong() >= order.length().get().toNanos();
    }

    private Ending unsure(int exitCode, String sentence) {
        String how = "; the call may go on. DELETE " + client.url(path()) + " ends it.";
        return Ending.without(exitCode, sentence + how);
    }

    private Ending natural(long now) {
        boolean answered = call.answeredNanos().isPresent();
        int code =
                switch (call.status()) {
                    case FINISH -> answered ? GOOD : interrupted ? INTERRUPTED : FAILED;
                    default -> interrupted && !answered ? INTERRUPTED : FAILED;
                };
        long seconds = answered ? (now - call.answeredNanos().getAsLong()) / 1_000_000_000L : 0;
        return new Ending(
                code,
                call.status().name(),
                String.valueOf(call.reason()),
                Figures.totals(call, now),
                seconds);
    }

    /** Where it can be seen, once it can be. */
    private void announce() {
        if (announced || !call.onAir() || pageSettings == null) {
            return;
        }
        announced = true;
        Map<String, Object> urls = new PlayUrls(client, call.liveName(), pageSettings).all();
        urls.forEach((name, url) -> display.note(Note.more("%-7s %s".formatted(name, url))));
        display.event("urls", urls);
    }

    private String path() {
        return "/api/v1/calls/" + GatewayClient.encoded(order.callId());
    }
}
