package io.sipcast.sip.trace;

import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.route.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The SIP messages of one call within a bound: the first ones, which tell how it began, and the
 * last ones, which tell how it ended; between them some may have been left out. A repeated message
 * is kept as a mark only. Secrets are taken out before anything is kept. Not for several threads.
 */
public final class SipTrace {
    /** Bytes that the trace of a live call may take. */
    public static final int LIVE_BYTES = 64 * 1024;

    /** Bytes of an ended call, of which a thousand are remembered. */
    public static final int ENDED_BYTES = 16 * 1024;

    /** Kept from the beginning, whatever comes later. */
    private static final int FIRST_BYTES = ENDED_BYTES / 2;

    /** Longer messages are cut: what matters stands in front. */
    private static final int LONGEST_TEXT = 8 * 1024;

    /** A block of about this size is packed; what is younger is at hand as it is. */
    private static final int BLOCK_BYTES = 3 * 1024;

    private static final int MOST_MESSAGES = 1000;

    /** Repetitions come soon: within 64 T1. */
    private static final int REMEMBERED = 32;

    private final List<Block> first = new ArrayList<>();
    private final Deque<Block> last = new ArrayDeque<>();
    private final List<Recorded> open = new ArrayList<>();
    private final Deque<Integer> recent = new ArrayDeque<>();
    private @Nullable String lastReceived;
    private boolean firstIsFull;
    private int packedBytes;
    private int openBytes;
    private int messages;
    private int leftOut;
    private int mostBytes = LIVE_BYTES;

    /**
     * Keeps a message.
     *
     * @param registration whether it is of the registration that the call needs
     */
    public void add(
            SipMessage message, boolean sent, boolean registration, Target peer, long atNanos) {
        String text = cut(Secrets.print(message));
        int fingerprint = 31 * text.hashCode() + (sent ? 1 : 0);
        boolean repeated = recent.contains(fingerprint);
        if (!sent) {
            lastReceived = text;
        }
        if (!repeated) {
            remember(fingerprint);
        }
        var kept =
                new Recorded(
                        atNanos,
                        sent,
                        registration,
                        repeated,
                        peer,
                        fingerprint,
                        repeated ? "" : text);
        open.add(kept);
        openBytes += kept.size();
        messages++;
        if (openBytes >= BLOCK_BYTES) {
            pack();
        }
    }

    private static String cut(String text) {
        int more = text.length() - LONGEST_TEXT;
        return more <= 0
                ? text
                : text.substring(0, LONGEST_TEXT) + "\r\n[" + more + " more characters]\r\n";
    }

    private void remember(int fingerprint) {
        recent.addLast(fingerprint);
        if (recent.size() > REMEMBERED) {
            recent.removeFirst();
        }
    }

    private void pack() {
        Block block = Block.of(open);
        open.clear();
        openBytes = 0;
        packedBytes += block.size();
        if (firstIsFull) {
            last.addLast(block);
        } else {
            first.add(block);
            firstIsFull = packedBytes >= FIRST_BYTES;
        }
        trim();
    }

    private void trim() {
        while (!last.isEmpty() && (packedBytes > mostBytes || messages > MOST_MESSAGES)) {
            Block oldest = last.removeFirst();
            packedBytes -= oldest.size();
            messages -= oldest.messages();
            leftOut += oldest.messages();
        }
    }

    /** The call is over: little more comes, and less may be kept. */
    public void end() {
        mostBytes = ENDED_BYTES;
        if (!open.isEmpty()) {
            pack();
        }
        recent.clear();
        trim();
    }

    /** The last message received; null before the first. */
    public @Nullable String lastReceived() {
        return lastReceived;
    }

    /** What is kept, in the order of time. */
    public List<TracedMessage> messages() {
        List<TracedMessage> shown = new ArrayList<>();
        Map<Integer, String> texts = new HashMap<>();
        first.forEach(block -> block.unpack().forEach(one -> shown.add(shown(one, texts, 0))));
        int gap = leftOut;
        List<Recorded> rest = new ArrayList<>();
        last.forEach(block -> rest.addAll(block.unpack()));
        rest.addAll(open);
        for (Recorded one : rest) {
            shown.add(shown(one, texts, gap));
            gap = 0;
        }
        return shown;
    }

    private static TracedMessage shown(Recorded one, Map<Integer, String> texts, int leftOut) {
        if (!one.repeated()) {
            texts.put(one.fingerprint(), one.text());
        }
        String text = texts.getOrDefault(one.fingerprint(), one.text());
        return new TracedMessage(
                one.atNanos(),
                one.sent(),
                one.registration(),
                one.repeated(),
                one.peer(),
                leftOut,
                text);
    }

    /** About the bytes that it takes. */
    public int size() {
        return packedBytes + openBytes + (lastReceived == null ? 0 : lastReceived.length());
    }
}
