package io.sipcast.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sipcast.live.FormWishes;
import io.sipcast.live.LiveStream;
import io.sipcast.live.PictureForm;
import io.sipcast.live.Slate;
import io.sipcast.live.SoundSwitch;
import io.sipcast.push.Push;
import io.sipcast.push.PushOrder;
import io.sipcast.push.PushRefused;
import io.sipcast.push.PushStatus;
import io.sipcast.push.PushTerms;
import io.sipcast.rtmp.RtmpUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What REST does not show of ordered pushes. */
class PushOrdersTest {
    @TempDir private Path sounds;

    @Test
    void thereIsAnEndToTheirNumber() throws Exception {
        try (PushRig rig = new PushRig("", sounds, List.of())) {
            rig.reserve("live", "s");
            for (int i = 0; i < 1000; i++) {
                rig.orders.start(order(rig.url() + "/k" + i));
            }

            assertThatThrownBy(() -> rig.orders.start(order(rig.url() + "/more")))
                    .isInstanceOfSatisfying(
                            PushRefused.class,
                            e -> assertThat(e.reason()).isEqualTo(PushRefused.Reason.FULL));
            String first = rig.orders.all().getFirst().id();
            assertThat(rig.orders.terminate(first)).isTrue();
            assertThat(rig.orders.start(order(rig.url() + "/more")).muted()).isFalse();
        }
    }

    @Test
    void anOrderDoesNotPrintItsKey() {
        assertThat(order("rtmp://h/live/the-key").toString()).isEqualTo("push of s");
    }

    /** It is there, with its reason, until somebody takes it away. */
    @Test
    void aPushThatWasGivenUpEndsOnceWhenItIsClosed() throws IOException {
        try (PushRig rig = new PushRig("", sounds, List.of("192.0.2.0/24"))) {
            LiveStream stream = rig.live("s");
            var over = new AtomicInteger();
            var terms = new PushTerms(FormWishes.NONE, new SoundSwitch(), over::incrementAndGet);
            Push push = rig.open(stream, RtmpUrl.parse(rig.url(), "k"), terms);
            await().until(() -> push.snapshot().status() == PushStatus.FAILED);
            assertThat(rig.pushes().all()).containsExactly(push);

            push.close();
            push.close();
            await().until(() -> rig.pushes().all().isEmpty());
            rig.onLoop(stream::end);
            assertThat(over).hasValue(1);
        }
    }

    @Test
    void theFormIsThatOfTheConfigurationWithWhatIsAskedFor() throws IOException {
        try (PushRig rig = new PushRig("", sounds, List.of())) {
            LiveStream stream = rig.live("s");
            var wishes = new FormWishes(Slate.Mode.ALWAYS, PictureForm.Mode.PASS);
            RtmpUrl target = RtmpUrl.parse(rig.url(), "k");

            var asked = rig.open(stream, target, PushTerms.of(wishes)).form();
            var plain = rig.open(stream, target, PushTerms.of(FormWishes.NONE)).form();
            assertThat(asked.slate()).isEqualTo(Slate.Mode.ALWAYS);
            assertThat(asked.video()).isEqualTo(PictureForm.DEFAULT.with(PictureForm.Mode.PASS));
            assertThat(asked.audio()).isEqualTo(plain.audio());
            assertThat(plain.slate()).isEqualTo(Slate.Mode.AUTO);
            assertThat(plain.video()).isEqualTo(PictureForm.DEFAULT);
        }
    }

    private static PushOrder order(String url) {
        return new PushOrder("s", url, true, false, null, FormWishes.NONE);
    }
}
