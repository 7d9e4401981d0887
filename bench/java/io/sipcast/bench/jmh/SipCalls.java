package io.sipcast.bench.jmh;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A call on the SIP engine, from the order to the end of its last transaction: setting up, printing
 * and parsing its messages, tearing down. The callee only plays back what it has said in the
 * rehearsal.
 */
public class SipCalls extends Measured {
    private static final int CALLS = 200;

    @Param({"false", "true"})
    boolean digest;

    private final List<List<byte[]>> said = new ArrayList<>();

    /** Writes down what the callee says. */
    @Setup
    public void rehearse() {
        new SipEngine(
                        digest,
                        (sent, status) -> {
                            List<byte[]> answers = SipEngine.answer(sent, status);
                            said.add(answers);
                            return answers;
                        })
                .callAndHangUp(CALLS);
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void call() {
        Queue<List<byte[]>> left = new ArrayDeque<>(said);
        new SipEngine(digest, (_, _) -> left.remove()).callAndHangUp(CALLS);
    }
}
