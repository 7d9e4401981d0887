package io.sipcast.rtmp.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.sipcast.rtmp.RtmpEnd;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.StatusInfo;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.handshake.ServerHandshake;
import io.sipcast.rtmp.message.MessageLink;
import io.sipcast.rtmp.message.MessageLink.Incoming;
import io.sipcast.rtmp.message.Outbox;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.rtmp.message.RtmpMessage;
import io.sipcast.rtmp.message.RtmpMessage.Command;
import io.sipcast.rtmp.message.UserControl;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A player against a scripted server. */
class PlayerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final FlvTag SOUND = new FlvTag(FlvTag.Type.AUDIO, 5, new byte[] {1});

    private final Random random = new Random(1);
    private final Player player = new Player(RtmpUrl.parse("rtmp://host/live/cam"), random, 0);
    private final MessageLink server =
            new MessageLink(new ServerHandshake(random), RtmpLimits.DEFAULT);
    private final List<RtmpMessage> heard = new ArrayList<>();

    @Test
    void asksForTheLiveStreamAndAShortBuffer() {
        open();
        assertThat(heard)
                .containsExactly(
                        Command.of(
                                "play", 3, AmfValue.NULL, AmfValue.of("cam"), AmfValue.of(-2000)),
                        new RtmpMessage.Control(new UserControl.SetBufferLength(1, 1000)));
    }

    @Test
    void someServersSendMediaWithoutAWordBefore() {
        open();
        server.send(1, new RtmpMessage.Media(SOUND));
        exchange();
        assertThat(player.poll()).isEqualTo(new PlayEvent.Started());
        assertThat(player.poll())
                .isEqualTo(new PlayEvent.Media(new FlvTag(SOUND.type(), 0, SOUND.body())));
    }

    @Test
    void anAggregateIsTakenApart() {
        open();
        status("status", "NetStream.Play.Start");
        server.send(1, new RtmpMessage.Aggregate(List.of(SOUND, SOUND)));
        exchange();
        assertThat(player.poll()).isEqualTo(new PlayEvent.Started());
        assertThat(player.poll()).isInstanceOf(PlayEvent.Media.class);
        assertThat(player.poll()).isInstanceOf(PlayEvent.Media.class);
        assertThat(player.poll()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NetStream.Play.Stop",
                "NetStream.Play.Complete",
                "NetStream.Play.UnpublishNotify"
            })
    void theStreamsEndIsTheEnd(String code) {
        open();
        status("status", "NetStream.Play.Start");
        status("status", code);
        assertThat(player.poll()).isEqualTo(new PlayEvent.Started());
        assertThat(player.poll())
                .isEqualTo(new PlayEvent.Ended(new RtmpEnd(RtmpEnd.Kind.FINISHED, code, "words")));
        assertThat(player.poll()).isNull();
    }

    @Test
    void aFailedPlayIsAnEnd() {
        open();
        status("error", "NetStream.Play.Failed");
        assertThat(player.poll())
                .isEqualTo(
                        new PlayEvent.Ended(
                                new RtmpEnd(
                                        RtmpEnd.Kind.REFUSED, "NetStream.Play.Failed", "words")));
    }

    @Test
    void aServerThatFallsSilentIsGivenUp() {
        open();
        status("status", "NetStream.Play.Start");
        player.poll();
        player.timeout(59 * SECOND);
        assertThat(player.poll()).isNull();
        player.timeout(player.nextTimeoutNanos());
        assertThat(player.poll())
                .isEqualTo(
                        new PlayEvent.Ended(
                                new RtmpEnd(RtmpEnd.Kind.TIMED_OUT, "", "the server fell silent")));
        assertThat(player.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void sayingThatItIsOverDeletesTheStream() {
        open();
        heard.clear();
        player.finish();
        exchange();
        assertThat(heard)
                .containsExactly(Command.of("deleteStream", 4, AmfValue.NULL, AmfValue.of(1)));
    }

    private void open() {
        exchange();
        server.send(0, Command.of("_result", 1, AmfValue.NULL));
        exchange();
        heard.clear();
        server.send(0, Command.of("_result", 2, AmfValue.NULL, AmfValue.of(1)));
        exchange();
    }

    private void status(String level, String code) {
        var info = new StatusInfo(level, code, "words");
        server.send(1, Command.of("onStatus", 0, AmfValue.NULL, info.print()));
        exchange();
    }

    private void exchange() {
        do {
            ByteBuffer in = drain(player.outbox());
            for (Incoming i = server.receive(in); i != null; i = server.receive(in)) {
                heard.add(i.message());
            }
            player.receive(drain(server.outbox()), 0);
        } while (player.outbox().size() + server.outbox().size() > 0);
    }

    private static ByteBuffer drain(Outbox outbox) {
        ByteBuffer bytes = ByteBuffer.allocate(outbox.size());
        outbox.drainTo(bytes);
        return bytes.flip();
    }
}
