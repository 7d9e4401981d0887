package io.sipcast.rtmp.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtmp.amf.AmfValue;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What encoders and players do besides what the specification shows. */
class ClientQuirksTest {
    private static final long SECOND = 1_000_000_000L;
    private static final AmfValue CAM = AmfValue.of("cam");

    @ParameterizedTest
    @CsvSource({
        "live, cam, live, cam, ''",
        "live/, /cam, live, cam, ''",
        "live, cam?key=1&x=2, live, cam, key=1&x=2",
        "live?key=1, cam, live, cam, key=1",
        "live/?key=1, cam?token=2, live, cam, token=2&key=1",
        "live/room, cam, live, room/cam, ''",
        "live, room/cam, live, room/cam, ''",
        "live/_definst_, cam, live, cam, ''",
        "live/_definst_/room, cam, live, room/cam, ''",
        "live, mp4:cam, live, cam, ''",
        "live, flv:cam?key=1, live, cam, key=1",
        "live, a:cam, live, a:cam, ''",
        "'', live/cam, live, cam, ''",
        "live, '', live, '', ''",
    })
    void namesAreReadAsUrlsAre(String app, String stream, String in, String name, String query) {
        assertThat(StreamAddress.of(app, stream)).isEqualTo(new StreamAddress(in, name, query));
        assertThat(StreamAddress.of(app, stream).toString()).doesNotContain("key", "token");
    }

    @Test
    void connectNeedsNoMoreThanAnApp() {
        var client = new ScriptedClient();
        client.send("connect", 1, AmfValue.object("app", "live"));
        assertThat(client.exchange()).contains("_result NetConnection.Connect.Success");
        assertThat(client.server.client()).isEqualTo(new ClientInfo("live", "", "", "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "record", "append"})
    void everyTypeOfPublishIsLive(String type) {
        var client = ScriptedClient.withStream("live");
        client.sendOn(1, "publish", CAM, AmfValue.of(type));
        List<String> _ = client.exchange();
        assertThat(client.events())
                .containsExactly(
                        new ServeEvent.PublishAsked(1, new StreamAddress("live", "cam", "")));
    }

    /** As Wirecast and Flash send them: type 17, and a byte 0 before values of AMF0. */
    @Test
    void commandsMayComeAsAmf3() {
        var client = ScriptedClient.withStream("live");
        String publish = text("publish") + number(5) + "05" + text("cam") + text("live");
        String body = "00" + publish;
        client.sendChunks(
                "08 000000 %06x 11 01000000 %s".formatted(body.length() / 2, body), SECOND);
        assertThat(client.events())
                .containsExactly(
                        new ServeEvent.PublishAsked(1, new StreamAddress("live", "cam", "")));
    }

    @Test
    void dataMayComeAsAmf3() {
        var client = publishing();
        String body = "00" + text("@setDataFrame") + text("onMetaData") + "0800000000000009";
        client.sendChunks(
                "08 000000 %06x 0f 01000000 %s".formatted(body.length() / 2, body), SECOND);
        assertThat(client.events())
                .containsExactly(
                        new ServeEvent.Data(
                                1, List.of(AmfValue.of("onMetaData"), AmfValue.array())));
    }

    @Test
    void aStreamMayBePublishedAgainOnTheSameConnection() {
        var client = publishing();
        client.sendOn(1, "closeStream");
        client.sendOn(1, "publish", CAM, AmfValue.of("live"));
        List<String> _ = client.exchange();
        client.server.acceptPublish(1);
        client.send("deleteStream", 0, AmfValue.NULL, AmfValue.of(1));
        client.sendOn(1, "closeStream"); // of what is deleted
        client.sendChunks("06 000000 000001 08 01000000 aa", SECOND); // under way
        client.send("createStream", 7, AmfValue.NULL);
        client.sendOn(1, "publish", CAM, AmfValue.of("live"));
        List<String> _ = client.exchange();

        var asked = new ServeEvent.PublishAsked(1, new StreamAddress("live", "cam", ""));
        var ended = new ServeEvent.StreamEnded(1);
        assertThat(client.events()).containsExactly(ended, asked, ended, asked);
    }

    @Test
    void createStreamTwiceGivesTwo() {
        var client = ScriptedClient.withStream("live");
        client.send("createStream", 3, AmfValue.NULL);
        client.sendOn(2, "publish", CAM, AmfValue.of("live"));
        List<String> _ = client.exchange();
        assertThat(client.events())
                .containsExactly(
                        new ServeEvent.PublishAsked(2, new StreamAddress("live", "cam", "")));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-2000, -2, -1, 0, 12})
    void aPlayIsLiveWhereverItIsToStart(double start) {
        var client = ScriptedClient.withStream("live");
        client.sendOn(1, "play", CAM, AmfValue.of(start), AmfValue.of(-1), AmfValue.of(true));
        List<String> _ = client.exchange();
        assertThat(client.events())
                .containsExactly(new ServeEvent.PlayAsked(1, new StreamAddress("live", "cam", "")));
    }

    @Test
    void play2NamesTheStreamInAnObject() {
        var client = playing();
        client.sendOn(
                1, "play2", AmfValue.object("streamName", "flv:other", "transition", "switch"));
        List<String> _ = client.exchange();
        assertThat(client.events())
                .containsExactly(
                        new ServeEvent.StreamEnded(1),
                        new ServeEvent.PlayAsked(1, new StreamAddress("live", "other", "")));
    }

    @Test
    void play2WithoutANameIsRefused() {
        var client = playing();
        client.sendOn(1, "play2", AmfValue.of("other"));
        assertThatThrownBy(client::exchange)
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("play2 without a name");
    }

    @Test
    void aLiveStreamHasNoPastToSeek() {
        var client = playing();
        client.sendOn(1, "seek", AmfValue.of(3000));
        assertThat(client.exchange()).containsExactly("onStatus NetStream.Seek.Failed");
    }

    @Test
    void soundAndPicturesMayBeSwitchedOffAndOn() {
        var client = playing();
        client.sendOn(1, "receiveVideo", AmfValue.of(true)); // as it is
        client.sendOn(1, "receiveVideo", AmfValue.of(false));
        assertThat(client.exchange()).isEmpty();
        client.sendOn(1, "receiveAudio", AmfValue.of(false));
        client.sendOn(1, "receiveVideo", AmfValue.of(true));
        assertThat(client.exchange())
                .containsExactly("onStatus NetStream.Seek.Notify", "onStatus NetStream.Play.Start");
        assertThat(client.events())
                .containsExactly(
                        new ServeEvent.Wanted(1, true, false),
                        new ServeEvent.Wanted(1, false, false),
                        new ServeEvent.Wanted(1, false, true));
    }

    @Test
    void whoMayNotIsToldSo() {
        var client = ScriptedClient.withStream("live");
        client.sendOn(1, "publish", CAM);
        List<String> _ = client.exchange();
        client.server.denyPublish(1, "no");
        client.sendOn(1, "play", CAM);
        List<ServeEvent> _ = client.events();
        assertThat(client.exchange()).containsExactly("onStatus NetStream.Publish.Denied");
        client.server.denyPlay(1, "no");
        assertThat(client.exchange()).containsExactly("onStatus NetStream.Play.Failed");
    }

    /** Between two streams there is as much time as before the first. */
    @Test
    void whoHasEndedMayBeginAgain() {
        var client = publishing();
        client.sendOn(1, "closeStream");
        List<String> _ = client.exchange(3600 * SECOND);
        List<ServeEvent> _ = client.events();
        client.server.timeout(3601 * SECOND);
        client.server.timeout(3610 * SECOND);
        assertThat(client.events()).isEmpty();

        client.server.timeout(3611 * SECOND);
        assertThat(client.events())
                .containsExactly(new ServeEvent.TimedOut("neither published nor played"));
    }

    @Test
    void commandsWithoutEndAreRefused() {
        var client = playing();
        assertThatThrownBy(() -> pauses(client, 0, 300))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("too many commands");
    }

    @Test
    void commandsNowAndThenAreNot() {
        var client = playing();
        for (int second = 0; second < 100; second++) {
            pauses(client, second * SECOND, 20);
        }
        assertThat(client.events()).hasSize(2000);
    }

    private static void pauses(ScriptedClient client, long nowNanos, int count) {
        for (int i = 0; i < count; i++) {
            client.sendOn(1, "pause", AmfValue.of(true), AmfValue.of(0));
            List<String> _ = client.exchange(nowNanos);
        }
    }

    private static ScriptedClient playing() {
        var client = ScriptedClient.withStream("live");
        client.sendOn(1, "play", CAM);
        List<String> _ = client.exchange();
        client.server.acceptPlay(1);
        List<String> _ = client.exchange();
        List<ServeEvent> _ = client.events();
        return client;
    }

    private static ScriptedClient publishing() {
        var client = ScriptedClient.withStream("live");
        client.sendOn(1, "publish", CAM, AmfValue.of("live"));
        List<String> _ = client.exchange();
        client.server.acceptPublish(1);
        List<String> _ = client.exchange();
        List<ServeEvent> _ = client.events();
        return client;
    }

    private static String text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return "02%04x%s".formatted(bytes.length, HexFormat.of().formatHex(bytes));
    }

    private static String number(double value) {
        return "00%016x".formatted(Double.doubleToLongBits(value));
    }
}
