package io.sipcast.sip.transaction;

import io.sipcast.sip.message.SipMessage;
import io.sipcast.sip.route.ResponsePath;
import io.sipcast.sip.route.Target;
import org.jspecify.annotations.Nullable;

/** A message ready to be sent, and sent again as it is: printed once. */
public final class Packet {
    /** Wants to hear that its packet did not leave. */
    interface Sender {
        void notSent(String why);
    }

    private final SipMessage message;
    private final byte[] bytes;
    private final Target target;
    private final long connection;
    private final @Nullable Sender sender;

    private Packet(SipMessage message, Target target, long connection, @Nullable Sender sender) {
        this.message = message;
        this.bytes = message.print();
        this.target = target;
        this.connection = connection;
        this.sender = sender;
    }

    static Packet of(SipMessage message, Target target, long connection, @Nullable Sender sender) {
        return new Packet(message, target, connection, sender);
    }

    static Packet of(SipMessage message, ResponsePath path, @Nullable Sender sender) {
        return new Packet(message, path.target(), path.connection(), sender);
    }

    public SipMessage message() {
        return message;
    }

    /** What goes on the wire; shared by all sendings, so not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    public Target target() {
        return target;
    }

    /** The connection to use if it still stands; 0 for any that leads to the target. */
    public long connection() {
        return connection;
    }

    /** The driver could not send it: refused, unreachable, closed before it left. */
    void failed(String why) {
        if (sender != null) {
            sender.notSent(why);
        }
    }

    @Override
    public String toString() {
        return message + " to " + target;
    }
}
