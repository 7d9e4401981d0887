package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sipcast.live.FormWishes;
import io.sipcast.live.LiveStream;
import io.sipcast.push.PushChange;
import io.sipcast.push.PushInfo;
import io.sipcast.push.PushOrder;
import io.sipcast.push.PushStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an observer is told of ordered pushes, as they were when it was told. */
class PushChangesTest {
    private record Told(boolean gone, PushInfo info) {
        PushStatus status() {
            return info.state().status();
        }
    }

    @TempDir private Path sounds;
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private PushRig rig;

    @BeforeEach
    void start() throws IOException {
        rig = new PushRig("", sounds, List.of());
        rig.orders.observe(this::tell);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private void tell(PushChange change) {
        told.add(new Told(change.gone(), change.now()));
    }

    private String order(String stream) throws Exception {
        return rig.orders
                .start(new PushOrder(stream, rig.url() + "/k", true, false, null, FormWishes.NONE))
                .id();
    }

    private void awaitStatus(PushStatus status) {
        await().until(() -> !told.isEmpty() && told.getLast().status() == status);
    }

    @Test
    void tellsOfAnOrderOfItsStatusAndOnceOfItsEnd() throws Exception {
        LiveStream stream = rig.reserve("live", "s");
        String id = order("s");
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().status()).isEqualTo(PushStatus.PENDING);
        rig.begin(stream);
        awaitStatus(PushStatus.PUBLISHING);

        assertThat(rig.orders.terminate(id)).isTrue();
        await().until(() -> told.getLast().gone());
        rig.orders.mute(id, true);
        rig.onLoop(stream::end);

        assertThat(told.stream().filter(Told::gone)).hasSize(1);
        assertThat(told.getLast().gone()).isTrue();
        assertThat(told.getLast().status()).isEqualTo(PushStatus.STOPPED);
        assertThat(told).allMatch(one -> one.info().id().equals(id));
    }

    @Test
    void tellsWhatIsHeard() throws Exception {
        rig.live("s");
        String id = order("s");
        awaitStatus(PushStatus.PUBLISHING);
        int before = told.size();

        rig.orders.mute(id, true);
        assertThat(told.getLast().info().muted()).isTrue();
        rig.orders.mute(id, false);
        assertThat(told.getLast().info().muted()).isFalse();
        assertThat(told).hasSize(before + 2);
    }

    @Test
    void oneWhoseStreamNeverBeginsIsToldToBeGone() throws Exception {
        LiveStream stream = rig.reserve("live", "s");
        String first = order("s");
        rig.orders.terminate(first);
        assertThat(told.getLast().gone()).isTrue();
        order("s");
        stream.end();

        assertThat(told.stream().map(Told::gone)).containsExactly(false, true, false, true);
    }

    @Test
    void theEndOfTheStreamIsTheEndOfThePush() throws Exception {
        LiveStream stream = rig.live("s");
        order("s");
        awaitStatus(PushStatus.PUBLISHING);
        rig.onLoop(stream::end);
        await().until(() -> told.getLast().gone());

        assertThat(told.getLast().info().state().reason()).isEqualTo("The stream has ended.");
        assertThat(told.stream().filter(Told::gone)).hasSize(1);
    }
}
