package io.sipcast.rtmp.play;

import io.sipcast.rtmp.FourCcs;
import io.sipcast.rtmp.RtmpClient;
import io.sipcast.rtmp.RtmpClient.State;
import io.sipcast.rtmp.RtmpEnd;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.StatusInfo;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.handshake.ClientHandshake;
import io.sipcast.rtmp.login.Login;
import io.sipcast.rtmp.message.MessageLink.Incoming;
import io.sipcast.rtmp.message.Outbox;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.rtmp.message.RtmpMessage;
import io.sipcast.rtmp.message.RtmpMessage.Command;
import io.sipcast.rtmp.message.UserControl;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The client side of an RTMP play, §7.2, with no I/O.
 *
 * <p>After each call the driver sends what the {@link #outbox} holds, then polls events. One thread
 * owns it.
 */
public final class Player {
    private static final String FLASH_VERSION = "LNX 9,0,124,2";

    /** Live, or else recorded: §7.2.2.1. */
    private static final int LIVE_FIRST = -2000;

    private static final int BUFFER_MILLIS = 1000;

    private final RtmpClient client;
    private final long idleNanos;
    private final Queue<PlayEvent> events = new ArrayDeque<>();
    private boolean asked;
    private boolean endTold;
    private long heardNanos;

    public Player(RtmpUrl url, RandomGenerator random, long nowNanos) {
        this(url, Login.NONE, random, nowNanos);
    }

    /**
     * A player that logs in.
     *
     * @param login as {@link PlayEvent.LoginWanted} of the connection before gave it
     */
    public Player(RtmpUrl url, Login login, RandomGenerator random, long nowNanos) {
        this(url, login, ClientHandshake.Form.DIGEST, RtmpLimits.DEFAULT, random, nowNanos);
    }

    public Player(
            RtmpUrl url,
            ClientHandshake.Form handshake,
            RtmpLimits limits,
            RandomGenerator random,
            long nowNanos) {
        this(url, Login.NONE, handshake, limits, random, nowNanos);
    }

    private Player(
            RtmpUrl url,
            Login login,
            ClientHandshake.Form handshake,
            RtmpLimits limits,
            RandomGenerator random,
            long nowNanos) {
        client = new RtmpClient(url, dialect(), login, handshake, limits, random, nowNanos);
        idleNanos = limits.idleTimeout().toNanos();
        heardNanos = nowNanos;
    }

    private static RtmpClient.Dialect dialect() {
        Map<String, AmfValue> fields =
                new LinkedHashMap<>(
                        AmfValue.object(
                                        "flashVer", FLASH_VERSION,
                                        "fpad", false,
                                        "capabilities", 15,
                                        "audioCodecs", 0x0FFF,
                                        "videoCodecs", 0x00FF,
                                        "videoFunction", 1,
                                        "objectEncoding", 0)
                                .fields());
        fields.putAll(FourCcs.SERVED.fields(FourCcs.CAN_DECODE | FourCcs.CAN_FORWARD));
        return new RtmpClient.Dialect(new AmfValue.Obj(fields), List.of());
    }

    /** Bytes to send; holds the first ones from the beginning. */
    public Outbox outbox() {
        return client.link().outbox();
    }

    public long nextTimeoutNanos() {
        return client.state() == State.RUNNING ? heardNanos + idleNanos : client.nextTimeoutNanos();
    }

    public void timeout(long nowNanos) {
        if (client.state() == State.RUNNING && nowNanos - heardNanos >= idleNanos) {
            client.end(new RtmpEnd(RtmpEnd.Kind.TIMED_OUT, "", "the server fell silent"));
        }
        client.timeout(nowNanos);
    }

    /** The transport is closed. */
    public void disconnected() {
        client.disconnected();
    }

    /** Takes all bytes; a fault of the server's becomes the end. */
    public void receive(ByteBuffer in, long nowNanos) {
        heardNanos = nowNanos;
        do {
            Incoming incoming = client.receive(in, nowNanos);
            if (incoming != null) {
                take(incoming.message());
            }
            if (client.state() == State.START && !asked) {
                play();
            }
        } while (in.hasRemaining());
    }

    private void play() {
        asked = true;
        client.start("play", AmfValue.of(LIVE_FIRST));
        client.link().send(new UserControl.SetBufferLength(client.streamId(), BUFFER_MILLIS));
    }

    private void take(RtmpMessage message) {
        switch (message) {
            case RtmpMessage.Media(var tag) -> media(tag);
            case RtmpMessage.Aggregate(var tags) -> tags.forEach(this::media);
            case RtmpMessage.Data(var values) -> data(values);
            case Command command when command.name().equals("onStatus") ->
                    status(StatusInfo.of(command));
            case Command _,
                    RtmpMessage.Control _,
                    RtmpMessage.SetChunkSize _,
                    RtmpMessage.Abort _,
                    RtmpMessage.Acknowledgement _,
                    RtmpMessage.WindowAckSize _,
                    RtmpMessage.SetPeerBandwidth _,
                    RtmpMessage.Ignored _ -> {
                // what else a server may tell does not matter to a player
            }
        }
    }

    /** Some servers send media without a word before. */
    private void media(FlvTag tag) {
        start();
        if (tag.type() != FlvTag.Type.SCRIPT && tag.bodySize() > 0) {
            events.add(new PlayEvent.Media(tag));
        }
    }

    private void data(List<AmfValue> values) {
        if (client.state() == State.RUNNING) {
            events.add(new PlayEvent.Data(values));
        }
    }

    private void status(StatusInfo status) {
        switch (status.code()) {
            case "NetStream.Play.Start" -> start();
            case "NetStream.Play.Stop",
                    "NetStream.Play.Complete",
                    "NetStream.Play.UnpublishNotify" ->
                    client.end(RtmpEnd.of(status));
            default -> {
                if (status.isError()) {
                    client.end(RtmpEnd.of(status));
                }
            }
        }
    }

    private void start() {
        if (client.state() == State.START) {
            client.running();
            events.add(new PlayEvent.Started());
        }
    }

    /** The next event, or null. */
    public @Nullable PlayEvent poll() {
        PlayEvent event = events.poll();
        RtmpEnd end = client.end();
        if (event == null && end != null && !endTold) {
            endTold = true;
            Login login = client.nextLogin();
            if (login != null) {
                return new PlayEvent.LoginWanted(login);
            }
            return new PlayEvent.Ended(end);
        }
        return event;
    }

    /** Ends the play: the last command is in the outbox then, and the end is told. */
    public void finish() {
        if (client.streamId() != 0 && client.end() == null) {
            client.deleteStream();
        }
        client.end(new RtmpEnd(RtmpEnd.Kind.FINISHED, "", "the play was ended"));
    }
}
