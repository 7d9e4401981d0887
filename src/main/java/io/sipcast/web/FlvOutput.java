package io.sipcast.web;

import io.netty.buffer.ByteBuf;

/** Where the FLV of one viewer goes. On the connection's event loop. */
interface FlvOutput {
    /** Whether so much waits already that nothing should be added. */
    boolean isFull();

    /** A buffer to put so many bytes into, in one piece; what frames them may be in it. */
    ByteBuf begin(int size);

    /** Sends what was begun, and lets go of it. */
    void send(ByteBuf filled);

    /** There will be no more. */
    void end();
}
