package io.sipcast.rtmp.serve;

/** One message stream of a connection. */
final class ServerStream {
    /** What it is used for. */
    enum Use {
        NONE,
        PUBLISH_ASKED,
        PUBLISHING,
        PLAY_ASKED,
        PLAYING
    }

    final int id;
    Use use = Use.NONE;
    String name = "";
    boolean wantsAudio = true;
    boolean wantsVideo = true;

    ServerStream(int id) {
        this.id = id;
    }

    boolean publishes() {
        return use == Use.PUBLISH_ASKED || use == Use.PUBLISHING;
    }

    boolean plays() {
        return use == Use.PLAY_ASKED || use == Use.PLAYING;
    }
}
