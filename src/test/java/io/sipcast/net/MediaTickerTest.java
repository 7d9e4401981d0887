package io.sipcast.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.sipcast.net.MediaTicker.Registration;
import io.sipcast.net.MediaTicker.Ticking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MediaTickerTest {
    private static final long MILLI = 1_000_000;

    private final MockTicker time = Ticker.newMockTicker();
    private final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(time).build();
    private final MediaTicker ticker = new MediaTicker(channel.eventLoop(), time::nanoTime);

    @Test
    void ticksEveryTenMilliseconds() {
        Calls call = new Calls();
        ticker.register(call);

        passMillis(1000);

        assertThat(call.ticks).hasSize(100);
        assertThat(gaps(call.ticks)).allMatch(gap -> gap == 10 * MILLI);
    }

    @Test
    void spreadsCallsOverTheTick() {
        List<Calls> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Calls call = new Calls();
            calls.add(call);
            ticker.register(call);
        }
        passMillis(30);

        assertThat(phases(calls).values()).containsExactly(8L, 8L, 8L, 8L, 8L);
    }

    @Test
    void aFewCallsCostOneWakeUp() {
        List<Calls> calls = List.of(new Calls(), new Calls(), new Calls());
        calls.forEach(ticker::register);
        passMillis(30);

        assertThat(phases(calls)).hasSize(1);
    }

    @Test
    void leavesTheTickOutThatACallHasNoUseFor() {
        Calls call = new Calls();
        ticker.register(call);
        call.rests = true;
        passMillis(100);
        assertThat(call.ticks).hasSize(5);
        assertThat(gaps(call.ticks)).allMatch(gap -> gap == 20 * MILLI);

        call.rests = false;
        passMillis(30);
        assertThat(gaps(call.ticks).getLast()).isEqualTo(10 * MILLI);
    }

    @Test
    void theLoopIsNotWokenUpWhileNothingIsDue() {
        Calls call = new Calls();
        call.pauseNanos = 195 * MILLI;
        ticker.register(call);
        passMillis(10);
        long untilNext = channel.runScheduledPendingTasks();
        passMillis(990);

        assertThat(untilNext).isBetween(185 * MILLI, 200 * MILLI);
        assertThat(call.ticks).hasSize(5);
        assertThat(gaps(call.ticks)).allMatch(gap -> gap == 200 * MILLI);
    }

    @Test
    void whoIsWokenIsTickedNext() {
        Calls call = new Calls();
        call.pauseNanos = 195 * MILLI;
        Registration registration = ticker.register(call);
        passMillis(50);
        assertThat(call.ticks).hasSize(1);

        registration.wake();
        passMillis(10);
        assertThat(call.ticks).hasSize(2);
        passMillis(180);
        assertThat(call.ticks).hasSize(2);
    }

    @Test
    void quietCallsShareOneTurn() {
        List<Calls> calls = new ArrayList<>();
        List<Registration> registrations = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Calls call = new Calls();
            calls.add(call);
            registrations.add(ticker.register(call));
        }
        passMillis(10);
        registrations.forEach(one -> one.quiet(true));
        passMillis(40);
        assertThat(phases(calls)).hasSize(1);
        assertThat(ticker.size()).isEqualTo(40);

        registrations.forEach(one -> one.quiet(false));
        passMillis(30);
        assertThat(phases(calls)).hasSize(5);
        registrations.forEach(Registration::close);
        assertThat(ticker.size()).isZero();
    }

    @Test
    void aCallMayBecomeQuietInItsTick() {
        Calls call = new Calls();
        call.becomesQuiet = ticker.register(call);
        Calls other = new Calls();
        ticker.register(other);
        passMillis(100);

        assertThat(call.ticks).hasSize(6);
        assertThat(gaps(call.ticks).subList(1, 5)).allMatch(gap -> gap == 20 * MILLI);
        assertThat(other.ticks).hasSize(10);
    }

    private static Map<Long, Long> phases(List<Calls> calls) {
        return calls.stream()
                .collect(
                        Collectors.groupingBy(
                                call -> call.ticks.getLast() % (10 * MILLI),
                                Collectors.counting()));
    }

    @Test
    void tellsHowLateItsTicksAre() {
        ticker.register(new Calls());
        passMillis(100);
        assertThat(ticker.lag().take().meanNanos()).isZero();

        passMillis(90); // nine in time, and one that is 30 ms late
        time.advance(40, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();

        assertThat(ticker.lag().take().meanNanos()).isEqualTo(3 * MILLI);
        assertThat(ticker.lag().take().meanNanos()).as("since then").isZero();
    }

    @Test
    void tellsHowLongATurnTook() {
        ticker.register(
                new Ticking() {
                    @Override
                    public long tick(long nowNanos, long plannedNanos) {
                        time.advance(4, TimeUnit.MILLISECONDS);
                        return nowNanos;
                    }

                    @Override
                    public void tickFailed(RuntimeException fault) {
                        throw fault;
                    }
                });
        passMillis(10);

        assertThat(ticker.lag().take().longestTurnNanos()).isEqualTo(4 * MILLI);
    }

    @Test
    void aLateTickDoesNotMoveTheLaterOnes() {
        Calls call = new Calls();
        ticker.register(call);
        passMillis(20);
        long phase = call.ticks.getLast() % (10 * MILLI);

        time.advance(57, TimeUnit.MILLISECONDS); // the loop stalls
        channel.runPendingTasks();
        assertThat(call.ticks).as("missed ticks are not made up for").hasSize(3);
        assertThat(call.late).containsExactly(0L, 0L, 47 * MILLI);

        passMillis(30);
        assertThat(call.ticks.getLast() % (10 * MILLI)).isEqualTo(phase);
        assertThat(call.ticks).hasSize(6);
    }

    @Test
    void aClosedRegistrationIsNotTickedAndTheTickerRests() {
        Calls call = new Calls();
        Registration registration = ticker.register(call);
        passMillis(10);
        registration.close();
        registration.close();
        passMillis(50);

        assertThat(call.ticks).hasSize(1);
        assertThat(ticker.size()).isZero();
        assertThat(channel.runScheduledPendingTasks()).as("nothing is scheduled").isEqualTo(-1);
    }

    @Test
    void aRegistrationMayCloseItselfInItsTick() {
        Calls call = new Calls();
        Calls other = new Calls();
        call.inTick = ticker.register(call);
        for (int i = 0; i < 5; i++) {
            ticker.register(other);
        }
        passMillis(20);

        assertThat(call.ticks).hasSize(1);
        assertThat(other.ticks).hasSize(10);
    }

    @Test
    void aFailingCallIsToldAndLeavesTheOthersAlone() {
        Failing failing = new Failing();
        Calls call = new Calls();
        ticker.register(failing);
        ticker.register(call);
        passMillis(30);

        assertThat(failing.told).hasMessage("a bug");
        assertThat(call.ticks).hasSize(3);
        assertThat(ticker.size()).isEqualTo(1);
    }

    private static List<Long> gaps(List<Long> ticks) {
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < ticks.size(); i++) {
            gaps.add(ticks.get(i) - ticks.get(i - 1));
        }
        return gaps;
    }

    private void passMillis(int millis) {
        for (int i = 0; i < millis; i++) {
            time.advance(1, TimeUnit.MILLISECONDS);
            channel.runPendingTasks();
        }
    }

    private final class Calls implements Ticking {
        final List<Long> ticks = new ArrayList<>();
        final List<Long> late = new ArrayList<>();
        @Nullable Registration inTick;
        @Nullable Registration becomesQuiet;
        boolean rests;
        long pauseNanos;

        @Override
        public long tick(long nowNanos, long plannedNanos) {
            ticks.add(nowNanos);
            late.add(nowNanos - plannedNanos);
            assertThat(nowNanos).isEqualTo(time.nanoTime());
            if (inTick != null) {
                inTick.close();
            }
            if (becomesQuiet != null) {
                becomesQuiet.quiet(true);
            }
            return rests ? nowNanos + 15 * MILLI : nowNanos + pauseNanos;
        }

        @Override
        public void tickFailed(RuntimeException fault) {
            throw new AssertionError(fault);
        }
    }

    private static final class Failing implements Ticking {
        @Nullable RuntimeException told;

        @Override
        public long tick(long nowNanos, long plannedNanos) {
            throw new IllegalStateException("a bug");
        }

        @Override
        public void tickFailed(RuntimeException fault) {
            told = fault;
        }
    }
}
