package io.sipcast.rtmp.publish;

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
import io.sipcast.rtmp.message.Acknowledgements;
import io.sipcast.rtmp.message.MessageLink.Incoming;
import io.sipcast.rtmp.message.Outbox;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.rtmp.message.RtmpMessage.Command;
import io.sipcast.rtmp.message.RtmpMessage.Data;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The client side of an RTMP publish, §7.2, with no I/O.
 *
 * <p>After each call the driver sends what the {@link #outbox} holds, then polls events. Once
 * {@link PublishEvent.Started} came it may send metadata and media. One thread owns it.
 */
public final class Publisher {
    /** The name that ingest servers know from Flash Media Live Encoder. */
    private static final String FLASH_VERSION = "FMLE/3.0 (compatible; Sipcast)";

    private final RtmpClient client;
    private boolean asked;
    private boolean startTold;
    private boolean endTold;

    public Publisher(RtmpUrl url, RandomGenerator random, long nowNanos) {
        this(url, FourCcs.NONE, random, nowNanos);
    }

    /**
     * A publisher of what FLV has no number for.
     *
     * @param fourCcs what will be published, if the server takes it; servers that know nothing of
     *     that pass it over
     */
    public Publisher(RtmpUrl url, FourCcs fourCcs, RandomGenerator random, long nowNanos) {
        this(url, fourCcs, Login.NONE, random, nowNanos);
    }

    /**
     * A publisher that logs in.
     *
     * @param login as {@link PublishEvent.LoginWanted} of the connection before gave it
     */
    public Publisher(
            RtmpUrl url, FourCcs fourCcs, Login login, RandomGenerator random, long nowNanos) {
        this(
                url,
                fourCcs,
                login,
                ClientHandshake.Form.DIGEST,
                RtmpLimits.DEFAULT,
                random,
                nowNanos);
    }

    public Publisher(
            RtmpUrl url,
            ClientHandshake.Form handshake,
            RtmpLimits limits,
            RandomGenerator random,
            long nowNanos) {
        this(url, FourCcs.NONE, Login.NONE, handshake, limits, random, nowNanos);
    }

    public Publisher(
            RtmpUrl url,
            FourCcs fourCcs,
            Login login,
            ClientHandshake.Form handshake,
            RtmpLimits limits,
            RandomGenerator random,
            long nowNanos) {
        client =
                new RtmpClient(
                        url, dialect(url, fourCcs), login, handshake, limits, random, nowNanos);
    }

    private static RtmpClient.Dialect dialect(RtmpUrl url, FourCcs fourCcs) {
        Map<String, AmfValue> fields = new LinkedHashMap<>();
        fields.put("type", AmfValue.of("nonprivate"));
        fields.put("flashVer", AmfValue.of(FLASH_VERSION));
        fields.put("swfUrl", AmfValue.of(url.tcUrl()));
        fields.putAll(fourCcs.fields(FourCcs.CAN_ENCODE));
        return new RtmpClient.Dialect(
                new AmfValue.Obj(fields), List.of("releaseStream", "FCPublish"));
    }

    /** What the server takes beyond the codecs of FLV. */
    public FourCcs fourCcs() {
        return client.fourCcs();
    }

    /** Bytes to send; holds the first ones from the beginning. */
    public Outbox outbox() {
        return client.link().outbox();
    }

    /** For a driver that watches whether the server still takes what is sent. */
    public Acknowledgements acknowledgements() {
        return client.link().acknowledgements();
    }

    public long nextTimeoutNanos() {
        return client.nextTimeoutNanos();
    }

    public void timeout(long nowNanos) {
        client.timeout(nowNanos);
    }

    /** The transport is closed. */
    public void disconnected() {
        client.disconnected();
    }

    /** Takes all bytes; a fault of the server's becomes the end. */
    public void receive(ByteBuffer in, long nowNanos) {
        do {
            Incoming incoming = client.receive(in, nowNanos);
            if (incoming != null) {
                take(incoming);
            }
            if (client.state() == State.START && !asked) {
                publish();
            }
        } while (in.hasRemaining());
    }

    private void publish() {
        asked = true;
        client.start("publish", AmfValue.of("live"));
    }

    private void take(Incoming incoming) {
        if (incoming.message() instanceof Command command && command.name().equals("onStatus")) {
            StatusInfo status = StatusInfo.of(command);
            if (status.code().equals("NetStream.Publish.Start") && client.state() == State.START) {
                client.running();
            } else if (status.isError() || status.code().equals("NetStream.Unpublish.Success")) {
                client.end(RtmpEnd.of(status));
            }
        }
    }

    /** The next event, or null. */
    public @Nullable PublishEvent poll() {
        if (client.state() == State.RUNNING && !startTold) {
            startTold = true;
            return new PublishEvent.Started();
        }
        RtmpEnd end = client.end();
        if (end != null && !endTold) {
            endTold = true;
            Login login = client.nextLogin();
            if (login != null) {
                return new PublishEvent.LoginWanted(login);
            }
            return new PublishEvent.Ended(end);
        }
        return null;
    }

    /** How far it has come, or had come when it ended. */
    public State reached() {
        return client.reached();
    }

    public boolean live() {
        return client.state() == State.RUNNING;
    }

    /** Puts the metadata into the outbox; before the first media. */
    public void sendMetadata(AmfValue metadata) {
        client.send(
                client.streamId(),
                Data.of(AmfValue.of("@setDataFrame"), AmfValue.of("onMetaData"), metadata));
    }

    /** The exact number of bytes that {@link #write} would take now. */
    public int size(FlvTag tag) {
        return client.link().size(client.streamId(), tag);
    }

    /** Writes media straight into the driver's buffer, after what the outbox held. */
    public void write(FlvTag tag, ByteBuffer out) {
        client.link().write(client.streamId(), tag, out);
    }

    /** Ends the publish: the last commands are in the outbox then, and the end is told. */
    public void finish() {
        if (client.state() == State.START || client.state() == State.RUNNING) {
            client.sendNamed("FCUnpublish");
            client.deleteStream();
        }
        client.end(new RtmpEnd(RtmpEnd.Kind.FINISHED, "", "the publish was ended"));
    }
}
