package io.sipcast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamParserTest {
    private static final String STREAM =
            """
            retry: 1000

            : ping

            id: r-1
            event: call
            data: {"reason":"grün ●"}

            data: one
            data:two
            data

            id
            event: push
            data:  spaced

            """;

    private static final List<ServerEvent> EVENTS =
            List.of(
                    new ServerEvent("r-1", "call", "{\"reason\":\"grün ●\"}"),
                    new ServerEvent("r-1", "message", "one\ntwo\n"),
                    new ServerEvent("", "push", " spaced"));

    private final List<ServerEvent> events = new ArrayList<>();
    private EventStreamParser parser = new EventStreamParser("", events::add);

    private void feed(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        parser.feed(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void readsEventsWhateverEndsTheirLines(String end) throws Exception {
        feed(STREAM.replace("\n", end));

        assertThat(events).isEqualTo(EVENTS);
        assertThat(parser.retry()).contains(Duration.ofSeconds(1));
    }

    /** In the middle of a sign, of a line end, of a field. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void theTwoHalvesGiveTheSameAsTheWholeWhereverItIsCut(String end) throws Exception {
        byte[] bytes = STREAM.replace("\n", end).getBytes(UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            events.clear();
            parser = new EventStreamParser("", events::add);
            parser.feed(bytes, 0, cut);
            parser.feed(bytes, cut, bytes.length - cut);
            assertThat(events).as("cut at " + cut).isEqualTo(EVENTS);
        }
    }

    @Test
    void whatEndsInTheMiddleIsNoEvent() throws Exception {
        feed("id: r-7\nevent: call\ndata: {}\n");
        assertThat(events).isEmpty();
        feed("\n");
        assertThat(events).containsExactly(new ServerEvent("r-7", "call", "{}"));
    }

    @Test
    void anEventWithoutDataIsNoneAndItsNameIsForgotten() throws Exception {
        feed("event: call\n\ndata: x\n\n");
        assertThat(events).containsExactly(new ServerEvent("", "message", "x"));
    }

    @Test
    void theIdStaysUntilAnotherComes() throws Exception {
        parser = new EventStreamParser("old-4", events::add);
        feed("data: a\n\nid: new-1\ndata: b\n\ndata: c\n\nid: x\0y\ndata: d\n\n");
        assertThat(events)
                .extracting(ServerEvent::id)
                .containsExactly("old-4", "new-1", "new-1", "new-1");
        assertThat(parser.lastId()).isEqualTo("new-1");
    }

    @Test
    void aByteOrderMarkMayOpenTheStreamOnly() throws Exception {
        feed("\uFEFFdata: a\n\n\uFEFFdata: b\n\n");
        assertThat(events).extracting(ServerEvent::data).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry: soon\n", "retry: -1\n", "retry:\n", "retry: 99999999999\n"})
    void aRetryThatIsNoNumberIsIgnored(String line) throws Exception {
        feed("retry: 20\n" + line);
        assertThat(parser.retry()).contains(Duration.ofMillis(20));
    }

    /** Any bytes, in pieces of any size, give the same as in one piece, and never an exception. */
    @Test
    void noiseIsReadAlikeInPiecesAndAsAWhole() throws Exception {
        var random = new SplittableRandom(20261126);
        String signs = "data:event id retry 0123\n\n\n\r\r:: \uFEFF\0ü●";
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(200);
            for (int i = 0; i < length; i++) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            byte[] bytes = text.toString().getBytes(UTF_8);
            if (bytes.length > 0 && random.nextInt(4) == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            List<ServerEvent> whole = new ArrayList<>();
            new EventStreamParser("", whole::add).feed(bytes, 0, bytes.length);

            List<ServerEvent> pieces = new ArrayList<>();
            var piecewise = new EventStreamParser("", pieces::add);
            for (int at = 0; at < bytes.length; ) {
                int size = Math.min(1 + random.nextInt(7), bytes.length - at);
                piecewise.feed(bytes, at, size);
                at += size;
            }
            assertThat(pieces).isEqualTo(whole);
        }
    }
}
