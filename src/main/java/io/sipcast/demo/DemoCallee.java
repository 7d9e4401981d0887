package io.sipcast.demo;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * A SIP callee on loopback that answers any number of calls with a test card and beeps. It parses
 * and prints with the gateway's codecs, but negotiates, keeps its dialogs and sends its media by
 * code of its own. Safe for use by any thread.
 */
public final class DemoCallee implements AutoCloseable {
    private final Reactor reactor;
    private final Switchboard board;

    private DemoCallee(Reactor reactor, Switchboard board) {
        this.reactor = reactor;
        this.board = board;
        reactor.start();
    }

    /**
     * Starts to listen; the first callee of a process that has video encodes the test card before.
     *
     * @throws java.net.BindException when the port is taken
     */
    public static DemoCallee start(CalleeSettings settings) throws IOException {
        if (settings.video()) {
            var _ = TestCard.forMode(settings.singleNal() ? 0 : 1);
        }
        Reactor reactor = new Reactor("demo-callee");
        try {
            return new DemoCallee(reactor, new Switchboard(settings, reactor));
        } catch (IOException e) {
            reactor.close();
            throw e;
        }
    }

    /** To be called at: {@code sip:demo@127.0.0.1:PORT}. */
    public String uri() {
        return board.uri().print();
    }

    /** Calls that were answered and have not ended. */
    public int activeCalls() {
        return reactor.ask(board::activeCalls);
    }

    /** When a call was answered last, on the monotonic clock; empty before the first. */
    public OptionalLong lastAnswerNanos() {
        return reactor.ask(board::lastAnswerNanos);
    }

    /** What came from the peers so far. */
    public Heard heard() {
        return reactor.ask(() -> board.ear().counts());
    }

    /** Says BYE to every call; one that still rings is refused. */
    public void hangUpAll() {
        reactor.ask(() -> {
            board.hangUpAll();
            return true;
        });
    }

    /** Hangs up and lets all ports go. */
    @Override
    public void close() {
        hangUpAll();
        reactor.close();
    }
}
