package io.sipcast.rtmp.serve;

import io.sipcast.bytes.ProtocolException;
import io.sipcast.bytes.ProtocolException.Fault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The message streams that a client has created. */
final class ServerStreams {
    private static final int MAX = 16;

    private final List<ServerStream> streams = new ArrayList<>();
    private int highest;

    /** A copy, so that streams may end while it is walked. */
    List<ServerStream> all() {
        return List.copyOf(streams);
    }

    /** Takes the lowest free number from 1: some relays count on 1. */
    ServerStream create() {
        if (streams.size() == MAX) {
            throw new ProtocolException(Fault.TOO_LARGE, "over " + MAX + " streams");
        }
        int id = 1;
        while (find(id) != null) {
            id++;
        }
        ServerStream stream = new ServerStream(id);
        streams.add(stream);
        highest = Math.max(highest, id);
        return stream;
    }

    @Nullable ServerStream find(int id) {
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).id == id) {
                return streams.get(i);
            }
        }
        return null;
    }

    ServerStream require(int id) {
        ServerStream stream = find(id);
        if (stream == null) {
            throw new ProtocolException(Fault.OUT_OF_ORDER, "no stream " + id);
        }
        return stream;
    }

    /** Whether there is, or ever was, a stream of this number. */
    boolean known(int id) {
        return id > 0 && id <= highest;
    }

    @Nullable ServerStream remove(int id) {
        ServerStream stream = find(id);
        streams.remove(stream);
        return stream;
    }

    /** Whether any is published, played or asked for. */
    boolean used() {
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).use != ServerStream.Use.NONE) {
                return true;
            }
        }
        return false;
    }
}
