package io.sipcast.rtmp.serve;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.rtmp.FourCcs;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.handshake.ServerHandshake;
import io.sipcast.rtmp.message.Acknowledgements;
import io.sipcast.rtmp.message.MessageLink;
import io.sipcast.rtmp.message.MessageLink.Incoming;
import io.sipcast.rtmp.message.Outbox;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.rtmp.message.RtmpMessage;
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
    private final Answers answers;
    private final ServerStreams streams = new ServerStreams();
    private final Queue<ServeEvent> events = new ArrayDeque<>();
    private final ClientCommands commands;
    private final Patience patience;
    private final CommandBudget budget;
    private final long bornNanos;

    public ServerConnection(RandomGenerator random, long nowNanos) {
        this(RtmpLimits.DEFAULT, random, nowNanos);
    }

    public ServerConnection(RtmpLimits limits, RandomGenerator random, long nowNanos) {
        link = new MessageLink(new ServerHandshake(random), limits);
        answers = new Answers(link);
        commands = new ClientCommands(link, limits, answers, streams, events, this::end);
        patience = new Patience(limits, nowNanos);
        budget = new CommandBudget(nowNanos);
        bornNanos = nowNanos;
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
        return commands.fourCcs();
    }

    /** What the client says of itself; nothing before it has connected. */
    public ClientInfo client() {
        return commands.client();
    }

    /** The next event, or null. */
    public @Nullable ServeEvent poll() {
        return events.poll();
    }

    /** When {@link #timeout} is wanted next; {@link Long#MAX_VALUE} for never. */
    public long nextTimeoutNanos() {
        return patience.nextNanos(streams.used());
    }

    /** A client must publish or play soon; later it is pinged when silent, and given up. */
    public void timeout(long nowNanos) {
        boolean used = streams.used();
        switch (patience.look(used, nowNanos)) {
            case WAIT -> {}
            case PING ->
                    link.send(
                            new UserControl.PingRequest(
                                    (int) ((nowNanos - bornNanos) / 1_000_000)));
            case GIVE_UP ->
                    events.add(
                            new ServeEvent.TimedOut(
                                    used ? "silent" : "neither published nor played"));
        }
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
        patience.heard(nowNanos);
        for (Incoming incoming = link.receive(in); incoming != null; incoming = link.receive(in)) {
            take(incoming.streamId(), incoming.message(), nowNanos);
        }
    }

    private void take(int streamId, RtmpMessage message, long nowNanos) {
        switch (message) {
            case RtmpMessage.Command command -> {
                budget.take(nowNanos);
                commands.take(streamId, command);
            }
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

    /**
     * Media that were under way when the stream ended or was deleted, or that came on none, are
     * passed over.
     */
    private boolean publishes(int streamId) {
        commands.requireConnected("media");
        ServerStream stream = streams.find(streamId);
        if (stream == null && streamId != 0 && !streams.known(streamId)) {
            throw new ProtocolException(Fault.OUT_OF_ORDER, "no stream " + streamId);
        }
        return stream != null && stream.publishes();
    }

    private void end(ServerStream stream) {
        boolean published = stream.use == Use.PUBLISHING;
        boolean was = stream.use != Use.NONE;
        stream.use = Use.NONE;
        if (published) {
            answers.status(stream.id, "NetStream.Unpublish.Success", "Unpublished.");
        }
        if (was) {
            patience.unused();
            events.add(new ServeEvent.StreamEnded(stream.id));
        }
    }

    // what the driver decides

    /** The stream is the client's to fill. */
    public void acceptPublish(int streamId) {
        ServerStream stream = streams.find(streamId);
        if (stream != null && stream.use == Use.PUBLISH_ASKED) {
            stream.use = Use.PUBLISHING;
            answers.call("onFCPublish", "NetStream.Publish.Start", "Published.");
            answers.status(streamId, "NetStream.Publish.Start", "Published.");
        }
    }

    /** Another one publishes under that name, or it may not be used. */
    public void refusePublish(int streamId, String description) {
        refuse(streamId, Use.PUBLISH_ASKED, "NetStream.Publish.BadName", description);
    }

    /** This client may not publish it. */
    public void denyPublish(int streamId, String description) {
        refuse(streamId, Use.PUBLISH_ASKED, "NetStream.Publish.Denied", description);
    }

    /** What is published can't be taken: the client hears why before it is closed. */
    public void failPublish(int streamId, String description) {
        ServerStream stream = streams.find(streamId);
        if (stream != null && stream.use == Use.PUBLISHING) {
            answers.error(streamId, "NetStream.Publish.Failed", description);
        }
    }

    /** Metadata and media may follow. */
    public void acceptPlay(int streamId) {
        ServerStream stream = streams.find(streamId);
        if (stream != null && stream.use == Use.PLAY_ASKED) {
            stream.use = Use.PLAYING;
            link.send(new UserControl.StreamBegin(streamId));
            answers.status(streamId, "NetStream.Play.Reset", "Playing and resetting.");
            answers.status(streamId, "NetStream.Play.Start", "Started playing.");
            AmfValue allowed = AmfValue.of(true);
            answers.data(streamId, AmfValue.of("|RtmpSampleAccess"), allowed, allowed);
        }
    }

    public void refusePlay(int streamId, String description) {
        refuse(streamId, Use.PLAY_ASKED, "NetStream.Play.StreamNotFound", description);
    }

    /** This client may not play it. */
    public void denyPlay(int streamId, String description) {
        refuse(streamId, Use.PLAY_ASKED, "NetStream.Play.Failed", description);
    }

    private void refuse(int streamId, Use asked, String code, String description) {
        ServerStream stream = streams.find(streamId);
        if (stream != null && stream.use == asked) {
            stream.use = Use.NONE;
            patience.unused();
            answers.error(streamId, code, description);
        }
    }

    public void sendMetadata(int streamId, AmfValue metadata) {
        answers.data(streamId, AmfValue.of("onMetaData"), metadata);
    }

    /** The publisher is gone: what players are told. */
    public void endPlay(int streamId) {
        ServerStream stream = streams.find(streamId);
        if (stream != null && stream.use == Use.PLAYING) {
            stream.use = Use.NONE;
            patience.unused();
            link.send(new UserControl.StreamEof(streamId));
            answers.status(streamId, "NetStream.Play.UnpublishNotify", "Unpublished.");
            answers.status(streamId, "NetStream.Play.Stop", "Stopped playing.");
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
