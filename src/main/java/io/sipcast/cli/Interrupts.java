package io.sipcast.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lets Ctrl-C and TERM end a session in order, with its exit code: both start the JVM's end, whose
 * hook waits for the session. A second one ends the process at once.
 */
public final class Interrupts implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 25; // the session, then a gateway of our own

    private final CompletableFuture<Integer> finished = new CompletableFuture<>();
    private final Thread hook = new Thread(this::interrupt, "interrupt");
    private @Nullable CallSession session;
    private boolean interrupted;

    private Interrupts() {}

    /** From now on, until it is closed. */
    public static Interrupts catchAll() {
        var interrupts = new Interrupts();
        Runtime.getRuntime().addShutdownHook(interrupts.hook);
        return interrupts;
    }

    /** Tells this session, at once where it has happened already. */
    public synchronized void tell(CallSession running) {
        session = running;
        if (interrupted) {
            running.interrupt();
        }
    }

    private synchronized void tell() {
        interrupted = true;
        if (session != null) {
            session.interrupt();
        }
    }

    private void interrupt() {
        Posix.endAtOnce();
        tell();
        int code = CallSession.INTERRUPTED;
        try {
            code = finished.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException _) {
            // it hangs: there is nothing left to wait for
        }
        Runtime.getRuntime().halt(code); // else the code would be that of the signal
    }

    /**
     * All is done and closed.
     *
     * @return the same
     */
    public int finished(int exitCode) {
        finished.complete(exitCode);
        return exitCode;
    }

    @Override
    public void close() {
        finished.complete(CallSession.FAILED); // unless it has finished well
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // it is running
        }
    }
}
