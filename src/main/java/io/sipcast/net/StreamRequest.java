package io.sipcast.net;

import io.sipcast.live.StreamName;
import io.sipcast.rtmp.serve.ClientInfo;

/**
 * Somebody wants to publish or play a stream, or has done so.
 *
 * @param query what followed the names in the URL; may hold secrets
 * @param address of the client
 * @param client what it says of itself
 */
public record StreamRequest(
        Act act, StreamName name, String query, String address, ClientInfo client) {
    /** What the client does; the text is nginx-rtmp's. */
    public enum Act {
        PUBLISH("publish"),
        PLAY("play");

        private final String text;

        Act(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** Somebody plays over HTTP. */
    public static StreamRequest overHttp(
            StreamName name, String query, String address, String agent) {
        return new StreamRequest(
                Act.PLAY, name, query, address, new ClientInfo(name.app(), agent, "", "", ""));
    }

    /** The same under another name. */
    public StreamRequest named(StreamName newName) {
        return new StreamRequest(act, newName, query, address, client);
    }

    /** Without the query. */
    @Override
    public String toString() {
        return act.text() + " " + name + " from " + address;
    }
}
