package io.sipcast.api.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.api.Json;
import io.sipcast.api.Problem;
import io.sipcast.call.CallStatus;
import io.sipcast.live.AacSpec;
import io.sipcast.live.LiveStream;
import io.sipcast.live.Publication;
import io.sipcast.live.StreamForm;
import io.sipcast.live.StreamName;
import io.sipcast.live.Streams;
import io.sipcast.media.AacSettings;
import io.sipcast.net.RegistrationInfo;
import io.sipcast.net.TestUnits;
import io.sipcast.overload.Overloaded;
import io.sipcast.overload.Refusal;
import io.sipcast.push.PushInfo;
import io.sipcast.record.RecordSettings;
import io.sipcast.record.Recordings;
import io.sipcast.sip.RegistrationState.Phase;
import io.sipcast.web.FakeCalls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is told to whom and when, in virtual time. */
class EventHubTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LINGER = Duration.ofMinutes(1);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final StreamForm FORM =
            new StreamForm(new AacSpec(48_000, 64_000, AacSettings.Coder.FAST));
    private static final int LOG = 10;

    private final VirtualTime time = new VirtualTime();
    private final FakeCalls calls = new FakeCalls();
    private final List<PushInfo> pushes = new ArrayList<>();
    private final List<RegistrationInfo> registrations = new ArrayList<>();
    private final Streams streams =
            new Streams(
                    (_, _) -> {
                        throw new IllegalStateException("nothing is encoded here");
                    },
                    Runnable::run,
                    time::nowNanos);
    private @Nullable Overloaded overloaded;
    private int registrationsRead;
    private int measured;
    private final EventHub hub = hub(2, 1 << 20);

    private EventHub hub(int clients, long bytes) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        var recordings =
                new Recordings(
                        streams,
                        FORM,
                        Optional.empty(),
                        new RecordSettings(1 << 20, SECOND, 0, false));
        var sources =
                new EventSources(
                        calls,
                        () -> pushes,
                        streams,
                        () -> {
                            registrationsRead++;
                            return List.copyOf(registrations);
                        },
                        recordings,
                        () -> Optional.ofNullable(overloaded),
                        callId -> {
                            measured++;
                            return calls.find(callId)
                                    .map(call ->
                                            Map.of(
                                                    "callId",
                                                    callId,
                                                    "status",
                                                    call.status().name()));
                        },
                        clock);
        var limits = new EventHub.Limits(clients, LOG, bytes, Duration.ofSeconds(15), LINGER);
        var made = new EventHub(sources, limits, time, time, new Random(1));
        streams.observe(made);
        return made;
    }

    /** One that listens, and reads when the test says so. */
    private final class Client {
        private final Subscription subscription;
        private int signals;

        Client(@Nullable String known, String... watched) {
            subscription = hub.open(known, Set.of(watched), () -> signals++);
        }

        /** All texts until there is nothing now, each as its name and data. */
        List<JsonNode> read() {
            List<JsonNode> all = new ArrayList<>();
            for (String text : texts()) {
                for (String line : text.split("\n", -1)) {
                    if (line.startsWith("data: ")) {
                        all.add(Json.read(line.substring(6).getBytes(UTF_8)));
                    }
                }
            }
            return all;
        }

        List<String> texts() {
            List<String> all = new ArrayList<>();
            byte[] text = subscription.poll();
            while (text != null) {
                all.add(new String(text, UTF_8));
                text = subscription.poll();
            }
            return all;
        }
    }

    private static String statusOf(JsonNode event) {
        return event.path("status").asString("");
    }

    private void call(String id, CallStatus status) {
        calls.live.removeIf(one -> one.callId().equals(id));
        calls.live.add(FakeCalls.info(id, status));
        hub.callChanged(id);
    }

    private LiveStream stream(String name) {
        try {
            return streams.open(
                    StreamName.ofCall(name),
                    new Publication(Runnable::run, Publication.Audio.UNITS, true, () -> {}));
        } catch (Streams.NameTakenException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingIsReadWhileNobodyListens() {
        call("c1", CallStatus.NEW);
        hub.registrationsChanged();
        LiveStream stream = stream("s");
        stream.view(FORM, () -> {}).close();
        stream.end();

        assertThat(time.waiting()).isZero();
        assertThat(time.timers()).isZero();
        assertThat(registrationsRead).isZero();
    }

    @Test
    void theChangesOfACallComeInOrder() {
        var client = new Client(null);
        client.read();
        for (CallStatus status :
                List.of(CallStatus.NEW, CallStatus.RING, CallStatus.ESTABLISHED, CallStatus.HOLD)) {
            call("c1", status);
            time.run();
        }

        assertThat(client.read())
                .extracting(EventHubTest::statusOf)
                .containsExactly("NEW", "RING", "ESTABLISHED", "HOLD");
        assertThat(client.signals).isEqualTo(1);
    }

    @Test
    void aBurstOfChangesIsOneEventThatShowsTheLast() {
        var client = new Client(null);
        client.read();
        for (int i = 0; i < 100; i++) {
            call("c1", CallStatus.RING);
            call("c2", CallStatus.TRYING);
        }
        call("c1", CallStatus.ESTABLISHED);
        time.run();

        assertThat(client.read())
                .extracting(EventHubTest::statusOf)
                .containsExactly("ESTABLISHED", "TRYING");
    }

    @Test
    void aSnapshotAndTheEventsAfterItNeitherMissNorGoBack() {
        var first = new Client(null);
        first.read();
        call("c1", CallStatus.RING); // not told yet
        var second = new Client(null);
        call("c1", CallStatus.ESTABLISHED);
        time.run();
        call("c1", CallStatus.HOLD);
        time.run();

        List<JsonNode> told = second.read();
        assertThat(told.getFirst().at("/calls/0/status").asString()).isEqualTo("RING");
        assertThat(told.subList(1, told.size()))
                .extracting(EventHubTest::statusOf)
                .containsExactly("ESTABLISHED", "HOLD");
    }

    @Test
    void aSnapshotIsSharedForASecondUnlessSomethingChanges() {
        new Client(null).subscription.close();
        int read = registrationsRead;
        new Client(null).subscription.close();
        assertThat(registrationsRead).isEqualTo(read);

        time.pass(SECOND);
        new Client(null).subscription.close();
        assertThat(registrationsRead).isEqualTo(read + 1);

        call("c1", CallStatus.RING);
        assertThat(new Client(null).read().getFirst().at("/calls/0/status").asString())
                .isEqualTo("RING");
    }

    @Test
    void whoComesBackInTimeIsToldWhatItMissed() {
        var client = new Client(null);
        call("c1", CallStatus.RING);
        time.run();
        List<String> texts = client.texts();
        String known = texts.getLast().lines().findFirst().orElseThrow().substring(4);
        client.subscription.close();
        time.pass(LINGER.minus(SECOND));
        call("c1", CallStatus.ESTABLISHED);
        time.run();

        var again = new Client(known);
        time.pass(LINGER.plusMinutes(5)); // it stays awake for who is here
        call("c1", CallStatus.HOLD);
        time.run();

        assertThat(again.read())
                .extracting(EventHubTest::statusOf)
                .containsExactly("ESTABLISHED", "HOLD");
    }

    @Test
    void whoComesBackTooLateStartsAnew() {
        var client = new Client(null);
        call("c1", CallStatus.RING);
        time.run();
        List<String> texts = client.texts();
        String known = texts.getLast().lines().findFirst().orElseThrow().substring(4);
        client.subscription.close();
        time.pass(LINGER);
        call("c1", CallStatus.ESTABLISHED); // nobody reads this any more
        assertThat(time.waiting()).isZero();

        assertThat(new Client(known).read().getFirst().at("/calls/0/status").asString())
                .isEqualTo("ESTABLISHED");
    }

    @Test
    void aSlowClientIsDisconnectedAndTheOthersAreNot() {
        var slow = new Client(null);
        var quick = new Client(null);
        slow.read();
        quick.read();
        for (int i = 0; i <= LOG; i++) {
            call("c" + i, CallStatus.RING);
            time.run();
            assertThat(quick.read()).hasSize(1);
        }

        assertThat(slow.signals).isEqualTo(1);
        assertThat(slow.read()).isEmpty();
        assertThat(slow.subscription.over()).isTrue();
        assertThat(quick.subscription.over()).isFalse();
        assertThat(hub.counters().tooSlow()).isEqualTo(1);
        slow.subscription.close();
        assertThat(hub.counters().clients()).isEqualTo(1);
    }

    @Test
    void thereAreSoManyClientsOnly() {
        new Client(null);
        var second = new Client(null);
        assertThatThrownBy(() -> new Client(null))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
        assertThat(hub.counters().refused()).isEqualTo(1);

        second.subscription.close();
        second.subscription.close();
        new Client(null);
        assertThat(hub.counters().clients()).isEqualTo(2);
    }

    @Test
    void whatTheNodeHasTooMuchOfIsToldWhenItBeginsAndEnds() {
        var client = new Client(null);
        assertThat(client.read().getFirst().at("/node/overload").isNull()).isTrue();
        overloaded = new Overloaded(Refusal.Reason.CPU, "There is too much.");
        hub.nodeChanged();
        time.run();
        JsonNode begun = client.read().getFirst();
        JsonNode newcomer = new Client(null).read().getFirst().path("node");
        overloaded = null;
        hub.nodeChanged();
        time.run();
        JsonNode ended = client.read().getFirst();

        assertThat(begun.path("overload").asString()).isEqualTo("CPU");
        assertThat(begun.path("message").asString()).isEqualTo("There is too much.");
        assertThat(newcomer).isEqualTo(begun);
        assertThat(ended.path("overload").isNull()).isTrue();
        assertThat(ended.path("message").isNull()).isTrue();
    }

    @Test
    void aStreamIsToldWhenItOpensWhenItsFormIsKnownAndWhenItEnds() {
        var client = new Client(null);
        client.read();
        LiveStream stream = stream("s");
        time.run();
        stream.add(TestUnits.picture(0, true));
        time.run();
        stream.add(TestUnits.picture(40, false));
        stream.add(TestUnits.picture(80, true));
        stream.add(TestUnits.sound(90));
        time.run();
        stream.add(TestUnits.sound(110));
        stream.end();
        time.run();

        List<JsonNode> told = client.read();
        assertThat(told).hasSize(4);
        assertThat(told).allMatch(one -> one.path("id").asString().equals(stream.id()));
        assertThat(told.get(0).path("width").isNull()).isTrue();
        assertThat(told.get(1).path("width").asInt()).isEqualTo(640);
        assertThat(told.get(1).path("hasAudio").asBoolean()).isFalse();
        assertThat(told.get(2).path("hasAudio").asBoolean()).isTrue();
        assertThat(told.get(2).path("gone").asBoolean()).isFalse();
        assertThat(told.get(3).path("gone").asBoolean()).isTrue();
    }

    @Test
    void theEndOfAStreamIsToldBeforeTheNextOfItsName() {
        var client = new Client(null);
        client.read();
        LiveStream first = stream("s");
        time.run();
        first.end();
        LiveStream second = stream("s");
        time.run();

        assertThat(client.read())
                .extracting(one -> one.path("id").asString() + one.path("gone").asBoolean())
                .containsExactly(first.id() + "false", first.id() + "true", second.id() + "false");
    }

    @Test
    void theEndOfAStreamIsTheLastThatIsToldOfIt() {
        LiveStream stream = stream("s");
        var viewer = stream.view(FORM, () -> {});
        var client = new Client(null);
        client.read();
        time.run();
        stream.end();
        viewer.close();
        LiveStream second = stream("s");
        time.pass(SECOND.multipliedBy(2));

        assertThat(client.read())
                .extracting(one -> one.path("id").asString() + one.path("gone").asBoolean())
                .containsExactly(stream.id() + "true", second.id() + "false");
    }

    @Test
    void viewersAreToldOnceASecond() {
        LiveStream stream = stream("s");
        var client = new Client(null);
        client.read();
        for (int i = 0; i < 50; i++) {
            stream.view(FORM, () -> {}).close();
        }
        stream.view(FORM, () -> {});
        var _ = stream.subscribe(FORM, () -> {}); // a push
        time.pass(SECOND.minusMillis(1));
        assertThat(client.read()).isEmpty();
        time.pass(Duration.ofMillis(1));

        assertThat(client.read()).extracting(one -> one.path("viewers").asInt()).containsExactly(1);
    }

    @Test
    void ofRegistrationsThoseAreToldThatAreDifferent() {
        registrations.add(registration("1", Phase.REGISTERED, 0));
        registrations.add(registration("2", Phase.REGISTERING, 0));
        var client = new Client(null);
        assertThat(client.read().getFirst().path("registrations")).hasSize(2);
        hub.registrationsChanged();
        hub.registrationsChanged();
        time.pass(SECOND);
        assertThat(client.read()).isEmpty();

        registrations.set(0, registration("1", Phase.LOST, 7)); // which says little of its time
        registrations.set(1, registration("2", Phase.REGISTERING, 8));
        registrations.add(registration("3", Phase.REGISTERING, 9));
        hub.registrationsChanged();
        time.pass(SECOND);
        assertThat(client.read())
                .extracting(one -> one.path("id").asString() + one.path("state").asString())
                .containsExactly("1lost", "3registering");

        registrations.removeFirst();
        hub.registrationsChanged();
        time.pass(SECOND);
        assertThat(client.read())
                .extracting(one -> one.path("id").asString() + one.path("gone").asBoolean())
                .containsExactly("1true");
    }

    private static RegistrationInfo registration(String id, Phase phase, int nanos) {
        return new RegistrationInfo(
                id,
                "sip:alice@example.com",
                "sip:example.com",
                "udp:198.51.100.5:5060",
                null,
                phase,
                NOW.plusNanos(nanos),
                NOW.plusSeconds(60).plusNanos(nanos),
                200,
                null,
                List.of("c1"),
                0,
                null);
    }

    @Test
    void aCallIsMeasuredOnceForAllWhoWatchItAndOnlyThen() {
        call("c1", CallStatus.ESTABLISHED);
        var one = new Client(null, "c1", "unknown");
        var other = new Client(null, "c1");
        time.run();
        one.read();
        other.read();
        measured = 0;
        for (int i = 0; i < 3; i++) {
            time.pass(SECOND);
            assertThat(one.read()).hasSize(1);
            assertThat(other.read()).hasSize(1);
        }
        assertThat(measured).isEqualTo(6); // with the unknown one

        one.subscription.close();
        other.subscription.close();
        time.pass(SECOND);
        measured = 0;
        time.pass(SECOND.multipliedBy(5));
        assertThat(measured).isZero();
        assertThat(time.timers()).as("but for the lingering").isEqualTo(1);
    }

    @Test
    void ofStatisticsThatAreNotTakenTheNewestStay() {
        call("c1", CallStatus.ESTABLISHED);
        var client = new Client(null, "c1");
        time.run();
        client.read();
        time.pass(SECOND.multipliedBy(10));

        assertThat(client.read()).hasSize(1);
    }

    @Test
    void theStatisticsOfAnEndedCallComeOnce() {
        var client = new Client(null, "c1");
        time.run();
        client.read();
        call("c1", CallStatus.ESTABLISHED);
        time.pass(SECOND);
        call("c1", CallStatus.FINISH);
        time.pass(SECOND);
        time.pass(SECOND.multipliedBy(3));
        call("c1", CallStatus.RING); // another one of the same id
        time.pass(SECOND);

        assertThat(client.texts().stream().filter(text -> text.startsWith("event: statistics")))
                .hasSize(1); // the newest
        call("c1", CallStatus.FINISH);
        time.pass(SECOND);
        assertThat(client.read().getLast().path("status").asString()).isEqualTo("FINISH");
        time.pass(SECOND.multipliedBy(3));
        assertThat(client.read()).isEmpty();
    }

    @Test
    void whatCannotBeReadHarmsNothingElse() {
        var client = new Client(null);
        client.read();
        registrations.add(null);
        hub.registrationsChanged();
        call("c1", CallStatus.RING);
        time.pass(SECOND);

        assertThat(client.read()).extracting(EventHubTest::statusOf).containsExactly("RING");
    }

    @Test
    void theEndIsToldToEverybody() {
        var client = new Client(null);
        client.read();
        hub.close();

        assertThat(client.signals).isEqualTo(1);
        assertThat(client.read()).isEmpty();
        assertThat(client.subscription.over()).isTrue();
        assertThatThrownBy(() -> new Client(null)).isInstanceOf(Problem.class);
        assertThat(hub.counters().tooSlow()).isZero();
    }
}
