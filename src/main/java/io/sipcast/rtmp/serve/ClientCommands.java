package io.sipcast.rtmp.serve;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import io.sipcast.rtmp.FourCcs;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.message.MessageLink;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.rtmp.message.RtmpMessage;
import io.sipcast.rtmp.message.RtmpMessage.Command;
import io.sipcast.rtmp.message.UserControl;
import io.sipcast.rtmp.serve.ServerStream.Use;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client's commands do, §7.2: those of the specification, and those that encoders and Flash
 * players add (FCPublish and the like), which need no more than an answer.
 */
final class ClientCommands {
    private final MessageLink link;
    private final RtmpLimits limits;
    private final Answers answers;
    private final ServerStreams streams;
    private final Queue<ServeEvent> events;
    private final Consumer<ServerStream> end;
    private @Nullable ClientInfo client;
    private FourCcs fourCcs = FourCcs.NONE;

    /**
     * @param end ends what a stream is used for, and says so
     */
    ClientCommands(
            MessageLink link,
            RtmpLimits limits,
            Answers answers,
            ServerStreams streams,
            Queue<ServeEvent> events,
            Consumer<ServerStream> end) {
        this.link = link;
        this.limits = limits;
        this.answers = answers;
        this.streams = streams;
        this.events = events;
        this.end = end;
    }

    FourCcs fourCcs() {
        return fourCcs;
    }

    ClientInfo client() {
        return client == null ? ClientInfo.NOTHING : client;
    }

    void requireConnected(String what) {
        if (client == null) {
            throw new ProtocolException(Fault.OUT_OF_ORDER, what + " before connect");
        }
    }

    void take(int streamId, Command command) {
        if (!command.name().equals("connect")) {
            requireConnected(command.name());
        }
        switch (command.name()) {
            case "connect" -> connect(command);
            case "createStream" -> answers.result(command, AmfValue.of(streams.create().id));
            case "releaseStream", "FCPublish", "_checkbw" ->
                    answers.result(command, AmfValue.UNDEFINED);
            case "getStreamLength" -> answers.result(command, AmfValue.of(0));
            case "FCSubscribe" ->
                    answers.call("onFCSubscribe", "NetStream.Play.Start", command.text(1));
            case "publish" -> publish(streams.require(streamId), command);
            case "play" -> play(streams.require(streamId), command);
            case "play2" -> play2(streams.require(streamId), command);
            case "pause", "pauseRaw" -> pause(streams.require(streamId), command);
            case "seek" -> seek(streams.require(streamId));
            case "receiveAudio", "receiveVideo" -> receive(streams.require(streamId), command);
            case "FCUnpublish" -> unpublish(command);
            case "closeStream" -> closeStream(streamId);
            case "deleteStream" -> deleteStream(command);
            case "_result", "_error", "onStatus" -> {
                // answers to nothing we asked
            }
            default -> unknown(command);
        }
    }

    private void connect(Command command) {
        if (client != null) {
            throw new ProtocolException(Fault.OUT_OF_ORDER, "connect repeated");
        }
        if (!(command.argument(0) instanceof AmfValue.Fields fields)) {
            throw new ProtocolException(Fault.MALFORMED, "connect without its object");
        }
        ClientInfo info = ClientInfo.of(fields);
        client = info;
        fourCcs = FourCcs.of(command);
        link.sendWindowAckSize(limits.windowAckSize());
        link.send(new RtmpMessage.SetPeerBandwidth(limits.windowAckSize(), 2));
        link.send(new UserControl.StreamBegin(0));
        link.sendChunkSize();
        link.send(0, Answers.connected(command.transactionId(), !fourCcs.equals(FourCcs.NONE)));
        events.add(
                new ServeEvent.Connected(StreamAddress.of(info.app(), "").app(), info.flashVer()));
    }

    /** Whether it is live, recorded or appended to is for the server to say: it is live. */
    private void publish(ServerStream stream, Command command) {
        if (isStop(command)) {
            end.accept(stream);
            return;
        }
        begin(stream, Use.PUBLISH_ASKED, command.name(), command.argument(1));
        events.add(new ServeEvent.PublishAsked(stream.id, address(stream)));
    }

    /** All streams are live, so a start of -2 (live, else recorded) and -1 (live) are the same. */
    private void play(ServerStream stream, Command command) {
        if (isStop(command)) {
            end.accept(stream);
            return;
        }
        play(stream, command.name(), command.argument(1));
    }

    /** What Flash players switch streams with: the name stands in an object. */
    private void play2(ServerStream stream, Command command) {
        AmfValue name =
                command.argument(1) instanceof AmfValue.Fields options
                        ? options.field("streamName")
                        : null;
        play(stream, command.name(), name == null ? AmfValue.UNDEFINED : name);
    }

    private void play(ServerStream stream, String command, AmfValue name) {
        if (stream.plays()) {
            end.accept(stream); // a player switches
        }
        begin(stream, Use.PLAY_ASKED, command, name);
        stream.wantsAudio = true;
        stream.wantsVideo = true;
        events.add(new ServeEvent.PlayAsked(stream.id, address(stream)));
    }

    /** publish(false) and play(false) end it. */
    private static boolean isStop(Command command) {
        return command.argument(1).equals(AmfValue.of(false));
    }

    private static void begin(ServerStream stream, Use use, String command, AmfValue name) {
        if (stream.use != Use.NONE) {
            throw new ProtocolException(
                    Fault.OUT_OF_ORDER, command + " on a stream that is " + stream.use);
        }
        if (!(name instanceof AmfValue.Text(var text))) {
            throw new ProtocolException(Fault.MALFORMED, command + " without a name");
        }
        stream.use = use;
        stream.name = text;
    }

    private StreamAddress address(ServerStream stream) {
        return StreamAddress.of(client().app(), stream.name);
    }

    private void pause(ServerStream stream, Command command) {
        if (stream.use != Use.PLAYING) {
            return;
        }
        boolean paused = !command.argument(1).equals(AmfValue.of(false));
        String code = paused ? "NetStream.Pause.Notify" : "NetStream.Unpause.Notify";
        answers.status(stream.id, code, paused ? "Paused." : "Unpaused.");
        events.add(new ServeEvent.Paused(stream.id, paused));
    }

    private void seek(ServerStream stream) {
        if (stream.plays()) {
            answers.error(stream.id, "NetStream.Seek.Failed", "The stream is live.");
        }
    }

    /** §7.2.2.4, §7.2.2.5: only what is switched on again is answered. */
    private void receive(ServerStream stream, Command command) {
        boolean wanted = !command.argument(1).equals(AmfValue.of(false));
        boolean audio = command.name().equals("receiveAudio");
        if (!stream.plays() || wanted == (audio ? stream.wantsAudio : stream.wantsVideo)) {
            return;
        }
        stream.wantsAudio = audio ? wanted : stream.wantsAudio;
        stream.wantsVideo = audio ? stream.wantsVideo : wanted;
        if (wanted) {
            answers.status(stream.id, "NetStream.Seek.Notify", "Going on.");
            answers.status(stream.id, "NetStream.Play.Start", "Started playing.");
        }
        events.add(new ServeEvent.Wanted(stream.id, stream.wantsAudio, stream.wantsVideo));
    }

    /** Names the stream, not its number. */
    private void unpublish(Command command) {
        for (ServerStream stream : streams.all()) {
            if (stream.publishes() && stream.name.equals(command.text(1))) {
                answers.call("onFCUnpublish", "NetStream.Unpublish.Success", stream.name);
                end.accept(stream);
            }
        }
        if (command.transactionId() != 0) {
            answers.result(command, AmfValue.UNDEFINED);
        }
    }

    /** Some close after they have deleted. */
    private void closeStream(int streamId) {
        if (!streams.known(streamId)) {
            streams.require(streamId);
        }
        ServerStream stream = streams.find(streamId);
        if (stream != null) {
            end.accept(stream);
        }
    }

    private void deleteStream(Command command) {
        if (command.argument(1) instanceof AmfValue.Num(double id)) {
            ServerStream stream = streams.remove((int) id);
            if (stream != null) {
                end.accept(stream);
            }
        }
    }

    private void unknown(Command command) {
        if (command.transactionId() != 0) {
            answers.failed(command);
        }
    }
}
