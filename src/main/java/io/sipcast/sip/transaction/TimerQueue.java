package io.sipcast.sip.transaction;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Timers in the order of their time, and the time itself as it was told last: a binary heap in
 * which every timer knows its place, so that arming, arming anew and disarming cost O(log n) and
 * leave nothing behind.
 */
public final class TimerQueue {
    private static final int IDLE = -1;

    /** One timer; armed again it moves, it is never there twice. */
    public final class Timer {
        private final Runnable task;
        private long atNanos;
        private int place = IDLE;

        private Timer(Runnable task) {
            this.task = task;
        }

        public void arm(long afterNanos) {
            if (place == IDLE) {
                add(this);
            }
            atNanos = nowNanos + afterNanos;
            settle(this);
        }

        public void disarm() {
            if (place != IDLE) {
                remove(this);
            }
        }

        public boolean armed() {
            return place != IDLE;
        }
    }

    private @Nullable Timer[] heap = new Timer[64];
    private int size;
    private long nowNanos;

    /** Starts at this time. */
    public TimerQueue(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    public long nowNanos() {
        return nowNanos;
    }

    /** Tells the time without running anything. Time does not go back. */
    public void advance(long newNowNanos) {
        if (newNowNanos - nowNanos > 0) {
            nowNanos = newNowNanos;
        }
    }

    /** A timer at rest. */
    public Timer timer(Runnable task) {
        return new Timer(task);
    }

    /** When {@link #expire} has something to do; {@code Long.MAX_VALUE} when nothing is armed. */
    public long nextNanos() {
        return size == 0 ? Long.MAX_VALUE : at(0).atNanos;
    }

    /** Runs the task of every timer whose time has come, in the order of their times. */
    public void expire(long newNowNanos) {
        advance(newNowNanos);
        while (size > 0 && at(0).atNanos - nowNanos <= 0) {
            Timer due = at(0);
            remove(due);
            due.task.run();
        }
    }

    public int size() {
        return size;
    }

    private void add(Timer timer) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        put(timer, size++);
    }

    private void remove(Timer timer) {
        Timer last = at(--size);
        heap[size] = null;
        if (last != timer) {
            put(last, timer.place);
            settle(last);
        }
        timer.place = IDLE;
    }

    private void settle(Timer timer) {
        while (timer.place > 0 && timer.atNanos - at((timer.place - 1) / 2).atNanos < 0) {
            swap(timer, at((timer.place - 1) / 2));
        }
        for (Timer child = earlierChild(timer.place);
                child != null && child.atNanos - timer.atNanos < 0;
                child = earlierChild(timer.place)) {
            swap(timer, child);
        }
    }

    private @Nullable Timer earlierChild(int place) {
        int left = 2 * place + 1;
        if (left >= size) {
            return null;
        }
        int right = left + 1;
        return right < size && at(right).atNanos - at(left).atNanos < 0 ? at(right) : at(left);
    }

    private void swap(Timer one, Timer other) {
        int place = one.place;
        put(one, other.place);
        put(other, place);
    }

    private void put(Timer timer, int place) {
        heap[place] = timer;
        timer.place = place;
    }

    private Timer at(int place) {
        Timer timer = heap[place];
        if (timer == null) {
            throw new IllegalStateException("no timer at " + place + " of " + size);
        }
        return timer;
    }
}
