package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class LoopPriorityTest {
    private static final int NICE_FIELD = 19; // of proc_pid_stat(5)

    /** Root may, others mostly may not; what the thread is told is what the kernel says. */
    @Test
    void aThreadIsRaisedWhereThatIsAllowed() throws Exception {
        int before = nice();
        boolean[] raised = new boolean[1];
        int after =
                onThread(() -> {
                    raised[0] = LoopPriority.raiseThis();
                    return nice();
                });

        assertThat(after).isEqualTo(raised[0] ? LoopPriority.NICE : before);
    }

    /** It is somebody's wish. */
    @Test
    void aThreadThatHasAnotherPriorityKeepsIt() throws Exception {
        boolean again =
                onThread(() -> {
                    boolean allowed = LoopPriority.raiseThis();
                    return LoopPriority.raiseThis() && allowed;
                });

        assertThat(again).isFalse();
    }

    @Test
    void whatARaisedThreadBeginsIsNotRaised() throws Exception {
        int before = nice();
        int child =
                onThread(() -> {
                    LoopPriority.raiseThis();
                    return onThread(LoopPriorityTest::nice);
                });

        assertThat(child).isEqualTo(before);
    }

    @Test
    void mediaLoopsAreRaisedAndClosedOnesAreNoMatter() throws Exception {
        int before = nice();
        int wanted = onThread(LoopPriority::raiseThis) ? LoopPriority.NICE : before;
        Loops loops = new Loops(2);
        loops.preferMedia();
        for (EventLoop loop : loops.mediaLoops()) {
            await().until(() ->
                    loop.submit(LoopPriorityTest::nice).get(5, TimeUnit.SECONDS) == wanted);
        }
        loops.close();
        loops.preferMedia();
    }

    private static int nice() throws Exception {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Integer.parseInt(afterName[NICE_FIELD - 3]); // the third is the first one there
    }

    private static <T> T onThread(Callable<T> task) throws Exception {
        var future = new FutureTask<>(task);
        Thread.ofPlatform().daemon().start(future);
        return future.get(5, TimeUnit.SECONDS);
    }
}
