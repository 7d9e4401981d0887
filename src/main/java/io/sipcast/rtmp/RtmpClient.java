package io.sipcast.rtmp;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.rtmp.amf.AmfValue;
import io.sipcast.rtmp.handshake.ClientHandshake;
import io.sipcast.rtmp.login.Login;
import io.sipcast.rtmp.message.MessageLink;
import io.sipcast.rtmp.message.MessageLink.Incoming;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.rtmp.message.RtmpMessage;
import io.sipcast.rtmp.message.RtmpMessage.Command;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What publishing and playing have in common: handshake, connect, createStream, and how it ends.
 *
 * <pre>HANDSHAKE -> CONNECT -> CREATE_STREAM -> START -> RUNNING -> ENDED</pre>
 *
 * <p>The machine above sends its command when START is reached, and says when it is RUNNING.
 */
public final class RtmpClient {
    /** How far it got; the name of each but the last two says what is waited for. */
    public enum State {
        HANDSHAKE,
        CONNECT,
        CREATE_STREAM,
        START,
        RUNNING,
        ENDED
    }

    private static final int CONNECT = 1;
    private static final int CREATE_STREAM = 2;

    private final RtmpUrl url;
    private final Dialect dialect;
    private final Login login;
    private final RandomGenerator random;
    private final MessageLink link;
    private final long timeoutNanos;
    private State state = State.HANDSHAKE;
    private State reached = State.HANDSHAKE;
    private long deadlineNanos;
    private int nextTransaction = CREATE_STREAM + 1;
    private int streamId;
    private int startTransaction;
    private FourCcs fourCcs = FourCcs.NONE;
    private @Nullable RtmpEnd end;
    private @Nullable Login nextLogin;

    /**
     * In what publishers and players differ up to createStream.
     *
     * @param fields of the connect command, after app and tcUrl
     * @param beforeCreateStream commands with only a stream name, sent once connected
     */
    public record Dialect(AmfValue.Obj fields, List<String> beforeCreateStream) {
        public Dialect {
            beforeCreateStream = List.copyOf(beforeCreateStream);
        }
    }

    public RtmpClient(
            RtmpUrl url,
            Dialect dialect,
            Login login,
            ClientHandshake.Form handshake,
            RtmpLimits limits,
            RandomGenerator random,
            long nowNanos) {
        this.url = url;
        this.dialect = dialect;
        this.login = login;
        this.random = random;
        link = new MessageLink(new ClientHandshake(handshake, random), limits);
        timeoutNanos = limits.answerTimeout().toNanos();
        deadlineNanos = nowNanos + timeoutNanos;
    }

    public MessageLink link() {
        return link;
    }

    public State state() {
        return state;
    }

    /** The last state before the end: how far it came. */
    public State reached() {
        return state == State.ENDED ? reached : state;
    }

    /** The message stream that the server created; 0 before. */
    public int streamId() {
        return streamId;
    }

    /** What the server takes beyond the codecs of FLV; none before it has said so. */
    public FourCcs fourCcs() {
        return fourCcs;
    }

    /** Why it ended, or null while it goes on. */
    public @Nullable RtmpEnd end() {
        return end;
    }

    /**
     * Not null where the server ended this connection only to be shown more of a login: what the
     * next connection is to bring.
     */
    public @Nullable Login nextLogin() {
        return nextLogin;
    }

    /** When {@link #timeout} is wanted next; {@link Long#MAX_VALUE} for never. */
    public long nextTimeoutNanos() {
        return state == State.RUNNING || state == State.ENDED ? Long.MAX_VALUE : deadlineNanos;
    }

    public void timeout(long nowNanos) {
        if (nextTimeoutNanos() != Long.MAX_VALUE && nowNanos - deadlineNanos >= 0) {
            end(RtmpEnd.timedOut(state.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** The transport is closed. */
    public void disconnected() {
        end(RtmpEnd.disconnected());
    }

    public void end(RtmpEnd reason) {
        if (state != State.ENDED) {
            reached = state;
            state = State.ENDED;
            end = reason;
        }
    }

    public void running() {
        state = State.RUNNING;
    }

    /**
     * Takes bytes up to the next message for the machine above, or all of them. A fault of the
     * server's ends the connection.
     */
    public @Nullable Incoming receive(ByteBuffer in, long nowNanos) {
        try {
            while (state != State.ENDED) {
                Incoming incoming = link.receive(in);
                if (state == State.HANDSHAKE && link.handshakeDone()) {
                    enter(State.CONNECT, nowNanos);
                    send(0, Command.of("connect", CONNECT, connectObject()));
                }
                if (incoming == null || !isOwn(incoming.message(), nowNanos)) {
                    return incoming;
                }
                if (state == State.START) {
                    return null;
                }
            }
        } catch (ProtocolException fault) {
            end(RtmpEnd.protocol(fault));
        }
        in.position(in.limit());
        return null;
    }

    private AmfValue connectObject() {
        var fields = new LinkedHashMap<String, AmfValue>();
        fields.put("app", AmfValue.of(login.appendTo(url.app())));
        fields.putAll(dialect.fields().fields());
        fields.put("tcUrl", AmfValue.of(login.appendTo(url.tcUrl())));
        return new AmfValue.Obj(fields);
    }

    private boolean isOwn(RtmpMessage message, long nowNanos) {
        if (!(message instanceof Command command)) {
            return false;
        }
        return switch (command.name()) {
            case "_result" -> {
                result(command, nowNanos);
                yield true;
            }
            case "_error" -> {
                error(command);
                yield true;
            }
            case "close" -> {
                disconnected();
                yield true;
            }
            default -> false;
        };
    }

    private void result(Command command, long nowNanos) {
        if (state == State.CONNECT && command.transactionId() == CONNECT) {
            fourCcs = FourCcs.of(command);
            enter(State.CREATE_STREAM, nowNanos);
            link.sendChunkSize();
            for (String name : dialect.beforeCreateStream()) {
                sendNamed(name);
            }
            send(0, Command.of("createStream", CREATE_STREAM, AmfValue.NULL));
        } else if (state == State.CREATE_STREAM && command.transactionId() == CREATE_STREAM) {
            enter(State.START, nowNanos);
            streamId = command.argument(1) instanceof AmfValue.Num(double id) ? (int) id : 1;
        }
    }

    /** Errors of releaseStream and the like are nothing to us: many servers don't know them. */
    private void error(Command command) {
        double id = command.transactionId();
        if (state == State.CONNECT && id == CONNECT) {
            rejected(StatusInfo.of(command));
        } else if ((state == State.CREATE_STREAM && id == CREATE_STREAM)
                || (state == State.START && id == startTransaction)) {
            end(RtmpEnd.of(StatusInfo.of(command)));
        }
    }

    private void rejected(StatusInfo status) {
        switch (login.refused(status.description(), url, random)) {
            case Login.Verdict.Other() -> end(RtmpEnd.of(status));
            case Login.Verdict.Vain(String why) ->
                    end(new RtmpEnd(RtmpEnd.Kind.LOGIN, status.code(), why));
            case Login.Verdict.Again(Login next) -> {
                nextLogin = next;
                end(RtmpEnd.of(status));
            }
        }
    }

    private void enter(State next, long nowNanos) {
        state = next;
        deadlineNanos = nowNanos + timeoutNanos;
    }

    /** Sends a command that has only the stream's name as its argument. */
    public void sendNamed(String name) {
        send(0, Command.of(name, transaction(), AmfValue.NULL, AmfValue.of(url.stream())));
    }

    /** Sends publish or play, with the stream's name and one argument more. */
    public void start(String name, AmfValue argument) {
        startTransaction = transaction();
        send(
                streamId,
                Command.of(
                        name,
                        startTransaction,
                        AmfValue.NULL,
                        AmfValue.of(url.stream()),
                        argument));
    }

    /** Says that the stream is not wanted any more. */
    public void deleteStream() {
        AmfValue stream = AmfValue.of(streamId);
        send(0, Command.of("deleteStream", transaction(), AmfValue.NULL, stream));
    }

    private int transaction() {
        return nextTransaction++;
    }

    public void send(int stream, RtmpMessage message) {
        link.send(stream, message);
    }
}
