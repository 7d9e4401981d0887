package io.sipcast.rtmp.serve;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.rtmp.FourCcs;
import io.sipcast.rtmp.StatusInfo;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.handshake.ServerHandshake;
import io.sipcast.rtmp.message.Acknowledgements;
import io.sipcast.rtmp.message.MessageLink;
import io.sipcast.rtmp.message.MessageLink.Incoming;
import io.sipcast.rtmp.message.Outbox;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.rtmp.message.RtmpMessage;
import io.sipcast.rtmp.message.RtmpMessage.Command;
import io.sipcast.rtmp.message.UserControl;
import io.sipcast.rtmp.serve.ServerStream.Use;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of one connection, §7.2, with no I/O: whoever comes publishes or plays streams.
 *
 * <p>After each call the driver sends what the {@link #outbox} holds, then polls events. When
 * {@link #receive} throws, it does the same and closes. One thread owns it.
 */
public final class ServerConnection {
    private final MessageLink link;
    private final RtmpLimits limits;
    private final ServerStreams streams = new ServerStreams();
    private final Queue<ServeEvent> events = new ArrayDeque<>();
    private FourCcs fourCcs = FourCcs.NONE;
    private @Nullable String app;
    private final long bornNanos;
    private long heardNanos;
    private boolean pinged;
    private boolean timedOut;

    public ServerConnection(RandomGenerator random, long nowNanos) {
        this(RtmpLimits.DEFAULT, random, nowNanos);
    }

    public ServerConnection(RtmpLimits limits, RandomGenerator random, long nowNanos) {
        this.limits = limits;
        link = new MessageLink(new ServerHandshake(random), limits);
        bornNanos = nowNanos;
        heardNanos = nowNanos;
    }

    /** Bytes to send. */
    public Outbox outbox() {
        return link.outbox();
    }

    public Acknowledgements acknowledgements() {
        return link.acknowledgements();
    }

    /** What the client takes beyond the codecs of FLV; none before it has said so. */
    public FourCcs fourCcs() {
        return fourCcs;
    }

    /** The next event, or null. */
    public @Nullable ServeEvent poll() {
        return events.poll();
    }

    /** When {@link #timeout} is wanted next; {@link Long#MAX_VALUE} for never. */
    public long nextTimeoutNanos() {
        if (timedOut) {
            return Long.MAX_VALUE;
        }
        if (!streams.used()) {
            return bornNanos + limits.answerTimeout().toNanos();
        }
        long idle = limits.idleTimeout().toNanos();
        return heardNanos + (pinged ? idle : idle / 2);
    }

    /** A client must publish or play soon; later it is pinged when silent, and given up. */
    public void timeout(long nowNanos) {
        if (timedOut || nowNanos - nextTimeoutNanos() < 0) {
            return;
        }
        if (streams.used() && !pinged) {
            pinged = true;
            link.send(new UserControl.PingRequest((int) ((nowNanos - bornNanos) / 1_000_000)));
            return;
        }
        timedOut = true;
        String what = streams.used() ? "silent" : "neither published nor played";
        events.add(new ServeEvent.TimedOut(what));
    }

    /** The transport is closed: what was going on has ended. */
    public void disconnected() {
        for (ServerStream stream : streams.all()) {
            end(stream);
        }
    }

    /**
     * Takes all bytes.
     *
     * @throws ProtocolException the client is at fault; send what the outbox holds and close
     */
    public void receive(ByteBuffer in, long nowNanos) {
        heardNanos = nowNanos;
        pinged = false;
        for (Incoming incoming = link.receive(in); incoming != null; incoming = link.receive(in)) {
            take(incoming.streamId(), incoming.message());
        }
    }

    private void take(int streamId, RtmpMessage message) {
        switch (message) {
            case Command command -> command(streamId, command);
            case RtmpMessage.Media(var tag) -> media(streamId, tag);
            case RtmpMessage.Aggregate(var tags) -> {
                for (FlvTag tag : tags) {
                    media(streamId, tag);
                }
            }
            case RtmpMessage.Data(var values) -> data(streamId, values);
            case RtmpMessage.Control _ -> {
                // buffer lengths: a live stream has none
            }
            case RtmpMessage.SetChunkSize _,
                    RtmpMessage.Abort _,
                    RtmpMessage.Acknowledgement _,
                    RtmpMessage.WindowAckSize _,
                    RtmpMessage.SetPeerBandwidth _,
                    RtmpMessage.Ignored _ ->
                    throw new IllegalStateException("the link keeps " + message);
        }
    }

    private void media(int streamId, FlvTag tag) {
        if (publishes(streamId) && tag.type() != FlvTag.Type.SCRIPT && tag.bodySize() > 0) {
            events.add(new ServeEvent.Media(streamId, tag));
        }
    }

    private void data(int streamId, List<AmfValue> values) {
        if (!publishes(streamId) || values.isEmpty()) {
            return;
        }
        boolean set = values.getFirst().equals(AmfValue.of("@setDataFrame"));
        boolean clear = values.getFirst().equals(AmfValue.of("@clearDataFrame"));
        if (!clear) {
            var rest = set ? values.subList(1, values.size()) : values;
            events.add(new ServeEvent.Data(streamId, rest));
        }
    }

    /** Media that were under way when the stream ended, or that came on none, are passed over. */
    private boolean publishes(int streamId) {
        requireConnected("media");
        return streamId != 0 && streams.require(streamId).publishes();
    }

    private void command(int streamId, Command command) {
        if (!command.name().equals("connect")) {
            requireConnected(command.name());
        }
        switch (command.name()) {
            case "connect" -> connect(command);
            case "createStream" -> createStream(command);
            case "releaseStream", "FCPublish", "_checkbw" -> result(command, AmfValue.UNDEFINED);
            case "getStreamLength" -> result(command, AmfValue.of(0));
            case "FCSubscribe" -> notify("onFCSubscribe", "NetStream.Play.Start", command.text(1));
            case "publish" -> publish(streams.require(streamId), command);
            case "play" -> play(streams.require(streamId), command);
            case "pause", "pauseRaw" -> pause(streams.require(streamId), command);
            case "FCUnpublish" -> unpublish(command);
            case "closeStream" -> end(streams.require(streamId));
            case "deleteStream" -> deleteStream(command);
            case "_result", "_error", "onStatus", "receiveAudio", "receiveVideo" -> {
                // answers to nothing we asked, and hints that may be passed over
            }
            default -> unknown(command);
        }
    }

    private void requireConnected(String what) {
        if (app == null) {
            throw new ProtocolException(Fault.OUT_OF_ORDER, what + " before connect");
        }
    }

    private void connect(Command command) {
        if (app != null) {
            throw new ProtocolException(Fault.OUT_OF_ORDER, "connect repeated");
        }
        if (!(command.argument(0) instanceof AmfValue.Fields fields)) {
            throw new ProtocolException(Fault.MALFORMED, "connect without its object");
        }
        String named = fields.text("app");
        String client = fields.text("flashVer");
        app = named == null ? "" : named;
        fourCcs = FourCcs.of(command);
        link.sendWindowAckSize(limits.windowAckSize());
        link.send(new RtmpMessage.SetPeerBandwidth(limits.windowAckSize(), 2));
        link.send(new UserControl.StreamBegin(0));
        link.sendChunkSize();
        link.send(0, Answers.connected(command.transactionId(), !fourCcs.equals(FourCcs.NONE)));
        events.add(
                new ServeEvent.Connected(
                        StreamAddress.of(app, "").app(), client == null ? "" : client));
    }

    private void createStream(Command command) {
        ServerStream stream = streams.create();
        result(command, AmfValue.of(stream.id));
    }

    private void publish(ServerStream stream, Command command) {
        if (isStop(command)) {
            end(stream);
            return;
        }
        begin(stream, Use.PUBLISH_ASKED, command);
        events.add(new ServeEvent.PublishAsked(stream.id, address(stream)));
    }

    private void play(ServerStream stream, Command command) {
        if (isStop(command)) {
            end(stream);
            return;
        }
        if (stream.use == Use.PLAYING || stream.use == Use.PLAY_ASKED) {
            end(stream); // a player switches
        }
        begin(stream, Use.PLAY_ASKED, command);
        events.add(new ServeEvent.PlayAsked(stream.id, address(stream)));
    }

    /** publish(false) and play(false) end it. */
    private static boolean isStop(Command command) {
        return command.argument(1).equals(AmfValue.of(false));
    }

    private void begin(ServerStream stream, Use use, Command command) {
        if (stream.use != Use.NONE) {
            throw new ProtocolException(
                    Fault.OUT_OF_ORDER, command.name() + " on a stream that is " + stream.use);
        }
        if (!(command.argument(1) instanceof AmfValue.Text(var name))) {
            throw new ProtocolException(Fault.MALFORMED, command.name() + " without a name");
        }
        stream.use = use;
        stream.name = name;
    }

    private StreamAddress address(ServerStream stream) {
        return StreamAddress.of(app == null ? "" : app, stream.name);
    }

    private void pause(ServerStream stream, Command command) {
        if (stream.use != Use.PLAYING) {
            return;
        }
        boolean paused = !command.argument(1).equals(AmfValue.of(false));
        String code = paused ? "NetStream.Pause.Notify" : "NetStream.Unpause.Notify";
        status(stream.id, "status", code, paused ? "Paused." : "Unpaused.");
        events.add(new ServeEvent.Paused(stream.id, paused));
    }

    /** Names the stream, not its number. */
    private void unpublish(Command command) {
        for (ServerStream stream : streams.all()) {
            if (stream.publishes() && stream.name.equals(command.text(1))) {
                notify("onFCUnpublish", "NetStream.Unpublish.Success", stream.name);
                end(stream);
            }
        }
        if (command.transactionId() != 0) {
            result(command, AmfValue.UNDEFINED);
        }
    }

    private void deleteStream(Command command) {
        if (command.argument(1) instanceof AmfValue.Num(double id)) {
            ServerStream stream = streams.remove((int) id);
            if (stream != null) {
                end(stream);
            }
        }
    }

    private void end(ServerStream stream) {
        boolean published = stream.use == Use.PUBLISHING;
        boolean was = stream.use != Use.NONE;
        stream.use = Use.NONE;
        if (published) {
            status(stream.id, "status", "NetStream.Unpublish.Success", "Unpublished.");
        }
        if (was) {
            events.add(new ServeEvent.StreamEnded(stream.id));
        }
    }

    private void unknown(Command command) {
        if (command.transactionId() != 0) {
            link.send(0, Answers.failed(command));
        }
    }

    private void result(Command command, AmfValue value) {
        link.send(0, Command.of("_result", command.transactionId(), AmfValue.NULL, value));
    }

    private void notify(String name, String code, String description) {
        var info = new StatusInfo("status", code, description).print();
        link.send(0, Command.of(name, 0, AmfValue.NULL, info));
    }

    private void status(int streamId, String level, String code, String description) {
        var info = new StatusInfo(level, code, description).print();
        link.send(streamId, Command.of("onStatus", 0, AmfValue.NULL, info));
    }

    // what the driver decides

    public void acceptPublish(int streamId) {
        ServerStream stream = streams.find(streamId);
        if (stream != null && stream.use == Use.PUBLISH_ASKED) {
            stream.use = Use.PUBLISHING;
            notify("onFCPublish", "NetStream.Publish.Start", "Published.");
            status(streamId, "status", "NetStream.Publish.Start", "Published.");
        }
    }

    /** Another one publishes under that name, or it may not be used. */
    public void refusePublish(int streamId, String description) {
        refuse(streamId, Use.PUBLISH_ASKED, "NetStream.Publish.BadName", description);
    }

    /** What is published can't be taken: the client hears why before it is closed. */
    public void failPublish(int streamId, String description) {
        ServerStream stream = streams.find(streamId);
        if (stream != null && stream.use == Use.PUBLISHING) {
            status(streamId, "error", "NetStream.Publish.Failed", description);
        }
    }

    /** Metadata and media may follow. */
    public void acceptPlay(int streamId) {
        ServerStream stream = streams.find(streamId);
        if (stream != null && stream.use == Use.PLAY_ASKED) {
            stream.use = Use.PLAYING;
            link.send(new UserControl.StreamBegin(streamId));
            status(streamId, "status", "NetStream.Play.Reset", "Playing and resetting.");
            status(streamId, "status", "NetStream.Play.Start", "Started playing.");
            AmfValue allowed = AmfValue.of(true);
            sendData(streamId, AmfValue.of("|RtmpSampleAccess"), allowed, allowed);
        }
    }

    public void refusePlay(int streamId, String description) {
        refuse(streamId, Use.PLAY_ASKED, "NetStream.Play.StreamNotFound", description);
    }

    private void refuse(int streamId, Use asked, String code, String description) {
        ServerStream stream = streams.find(streamId);
        if (stream != null && stream.use == asked) {
            stream.use = Use.NONE;
            status(streamId, "error", code, description);
        }
    }

    public void sendMetadata(int streamId, AmfValue metadata) {
        sendData(streamId, AmfValue.of("onMetaData"), metadata);
    }

    private void sendData(int streamId, AmfValue... values) {
        link.send(streamId, RtmpMessage.Data.of(values));
    }

    /** The publisher is gone: what players are told. */
    public void endPlay(int streamId) {
        ServerStream stream = streams.find(streamId);
        if (stream != null && stream.use == Use.PLAYING) {
            stream.use = Use.NONE;
            link.send(new UserControl.StreamEof(streamId));
            status(streamId, "status", "NetStream.Play.UnpublishNotify", "Unpublished.");
            status(streamId, "status", "NetStream.Play.Stop", "Stopped playing.");
        }
    }

    /** Whether media may be sent on the stream. */
    public boolean playing(int streamId) {
        ServerStream stream = streams.find(streamId);
        return stream != null && stream.use == Use.PLAYING;
    }

    /** The exact number of bytes that {@link #write} would take now. */
    public int size(int streamId, FlvTag tag) {
        return link.size(streamId, tag);
    }

    /** Writes media straight into the driver's buffer, after what the outbox held. */
    public void write(int streamId, FlvTag tag, ByteBuffer out) {
        link.write(streamId, tag, out);
    }
}
