package io.sipcast.sip.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sipcast.sip.route.IpAddress;
import io.sipcast.sip.route.Target;
import io.sipcast.sip.route.Transport;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A message as it is kept.
 *
 * @param fingerprint of text and direction, by which a repeated message is known
 * @param text empty when it repeats an earlier one
 */
record Recorded(
        long atNanos,
        boolean sent,
        boolean registration,
        boolean repeated,
        Target peer,
        int fingerprint,
        String text) {
    private static final int SENT = 1;
    private static final int REGISTRATION = 2;
    private static final int REPEATED = 4;

    /** About what it takes while it is not packed. */
    int size() {
        return text.length() + 64;
    }

    void write(DataOutputStream out) throws IOException {
        int flags =
                (sent ? SENT : 0) | (registration ? REGISTRATION : 0) | (repeated ? REPEATED : 0);
        byte[] ip = peer.ip().toBytes();
        out.writeLong(atNanos);
        out.writeByte(flags);
        out.writeUTF(peer.transport().name());
        out.writeByte(ip.length);
        out.write(ip);
        out.writeShort(peer.port());
        out.writeInt(fingerprint);
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static Recorded read(DataInputStream in) throws IOException {
        long atNanos = in.readLong();
        int flags = in.readByte();
        Transport transport = Transport.valueOf(in.readUTF());
        IpAddress ip = IpAddress.of(in.readNBytes(in.readByte()));
        Target peer = new Target(transport, ip, in.readUnsignedShort());
        int fingerprint = in.readInt();
        return new Recorded(
                atNanos,
                (flags & SENT) != 0,
                (flags & REGISTRATION) != 0,
                (flags & REPEATED) != 0,
                peer,
                fingerprint,
                new String(in.readNBytes(in.readInt()), UTF_8));
    }
}
