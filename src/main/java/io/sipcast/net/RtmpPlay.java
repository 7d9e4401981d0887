package io.sipcast.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.sipcast.rtmp.RtmpEnd;
import io.sipcast.rtmp.RtmpUrl;
import io.sipcast.rtmp.flv.FlvTag;
import io.sipcast.rtmp.login.Login;
import io.sipcast.rtmp.message.RtmpLimits;
import io.sipcast.rtmp.play.PlayEvent;
import io.sipcast.rtmp.play.Player;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** One connection that plays a stream of an RTMP server. On its loop. */
public final class RtmpPlay {
    /** Told on the loop. */
    public interface Listener {
        /** The server has accepted; media may come later. */
        void started();

        /** May throw {@link io.sipcast.bytes.ProtocolException}, which ends the play. */
        void media(FlvTag tag);

        /** The last word: a sentence without secrets. */
        void ended(String reason);
    }

    private final RtmpUrl url;
    private final Listener listener;
    private final RtmpConnector connector;
    private final EventLoop loop;
    private final List<InetSocketAddress> addresses;
    private RtmpClientHandler handler = connecting(Login.NONE);
    private boolean ended;

    private RtmpPlay(
            RtmpConnector connector,
            EventLoop loop,
            RtmpUrl url,
            List<InetSocketAddress> addresses,
            Listener listener) {
        this.connector = connector;
        this.loop = loop;
        this.addresses = addresses;
        this.url = url;
        this.listener = listener;
    }

    /**
     * Connects and plays.
     *
     * @param addresses as {@link RtmpConnector} resolved them, at least one
     */
    public static RtmpPlay open(
            RtmpConnector connector,
            EventLoop loop,
            RtmpUrl url,
            List<InetSocketAddress> addresses,
            Listener listener) {
        var play = new RtmpPlay(connector, loop, url, addresses, listener);
        play.connect();
        return play;
    }

    private void connect() {
        Duration limit = RtmpLimits.DEFAULT.answerTimeout();
        connector.connect(loop, url, addresses, limit, handler, why -> end(why.sentence()));
    }

    private RtmpClientHandler connecting(Login login) {
        return new RtmpClientHandler(channel -> new Machine(channel, login));
    }

    /** Each step of a login has a connection of its own. */
    private void again(Login login) {
        if (!ended) {
            handler = connecting(login);
            connect();
        }
    }

    /** Ends the play and closes; the listener hears of it unless it had the last word already. */
    public void close() {
        end("The play was ended.");
        handler.close();
    }

    private void end(String reason) {
        if (!ended) {
            ended = true;
            listener.ended(RtmpEnds.masked(reason, url));
        }
    }

    private final class Machine implements RtmpClientHandler.Machine {
        private final Player player;
        private final RtmpOutput output;

        Machine(Channel channel, Login login) {
            player = new Player(url, login, connector.random(), System.nanoTime());
            output = new RtmpOutput(channel, player.outbox());
        }

        @Override
        public boolean serve() {
            for (PlayEvent event = player.poll(); event != null; event = player.poll()) {
                switch (event) {
                    case PlayEvent.Started() -> listener.started();
                    case PlayEvent.Media(FlvTag tag) -> listener.media(tag);
                    case PlayEvent.Data _ -> {}
                    case PlayEvent.LoginWanted(Login login) -> {
                        again(login);
                        return false;
                    }
                    case PlayEvent.Ended(RtmpEnd reason) -> {
                        end(RtmpEnds.sentence(reason, handler, url));
                        return false;
                    }
                }
            }
            return true;
        }

        @Override
        public RtmpOutput output() {
            return output;
        }

        @Override
        public void receive(ByteBuffer in, long nowNanos) {
            player.receive(in, nowNanos);
        }

        @Override
        public long nextTimeoutNanos() {
            return player.nextTimeoutNanos();
        }

        @Override
        public void timeout(long nowNanos) {
            player.timeout(nowNanos);
        }

        @Override
        public void disconnected() {
            player.disconnected();
        }

        @Override
        public void finish() {
            player.finish();
        }
    }
}
