package io.sipcast.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.sipcast.observe.MistakeLog;
import io.sipcast.sip.Output;
import io.sipcast.sip.UserAgent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SIP engine on its loop: one command after the other goes in, what it wants is done after
 * each, and one timer wakes it up. A mistake costs one command or one output, never the engine.
 */
final class SipEngine {
    private static final Logger LOG = LoggerFactory.getLogger(SipEngine.class);

    /** Something that the engine is told. */
    interface Command {
        void run(UserAgent agent, long nowNanos);
    }

    /** Does what the engine wants, on the SIP loop. */
    interface Hands {
        void carryOut(Output output);

        /** That was all it wants for now. */
        void done();

        /** The engine is woken up. */
        void tick(long nowNanos);
    }

    private final EventLoop loop;
    private final UserAgent agent;
    private final Hands hands;
    private final MistakeLog mistakes = new MistakeLog(LOG, "The SIP engine failed");
    private final MistakeLog notCarriedOut =
            new MistakeLog(LOG, "What the SIP engine wants cannot be done");
    private @Nullable Future<?> wakeUp;
    private long wakeUpNanos = Long.MAX_VALUE;

    /** The loop is the agent's from here on. */
    SipEngine(EventLoop loop, UserAgent agent, Hands hands) {
        this.loop = loop;
        this.agent = agent;
        this.hands = hands;
    }

    /** Tells it something, later. For any thread. */
    void perform(Command command) {
        loop.execute(() -> run(command));
    }

    /** Asks it something. For any thread that may wait for the SIP loop. */
    <T> T ask(Function<UserAgent, T> question) {
        return CompletableFuture.supplyAsync(() -> question.apply(agent), loop).join();
    }

    /**
     * Tells it something now. On the SIP loop, but not from the hands: it is in the middle of it.
     */
    void run(Command command) {
        try {
            command.run(agent, System.nanoTime());
        } catch (RuntimeException fault) {
            mistakes.add(fault, System.nanoTime());
        }
        drain();
    }

    private void drain() {
        for (Output output = agent.poll(); output != null; output = agent.poll()) {
            try {
                hands.carryOut(output);
            } catch (RuntimeException fault) { // of one call: the others go on
                notCarriedOut.add(fault, System.nanoTime());
            }
        }
        hands.done();
        armWakeUp();
    }

    /** One timer for the engine, set to its next moment. */
    private void armWakeUp() {
        long next = agent.nextTimeoutNanos();
        if (next >= wakeUpNanos) {
            return; // it wakes up early enough, and looks again then
        }
        if (wakeUp != null) {
            wakeUp.cancel(false);
        }
        wakeUpNanos = next;
        long delay = Math.max(0, next - System.nanoTime());
        wakeUp = loop.schedule(this::wakeUp, delay, TimeUnit.NANOSECONDS);
    }

    private void wakeUp() {
        wakeUpNanos = Long.MAX_VALUE;
        hands.tick(System.nanoTime());
        run(UserAgent::timeout);
    }

    /** It wakes up no more. Waits. */
    void close() {
        loop.submit(
                        () -> {
                            if (wakeUp != null) {
                                wakeUp.cancel(false);
                            }
                        })
                .awaitUninterruptibly(1, TimeUnit.SECONDS);
        mistakes.finish();
        notCarriedOut.finish();
    }
}
