/**
 * Who is on both sides of the gateway while it is measured: callees that send paced RTP, a server
 * that takes what is published, and a judge of what came through. All of it on 127.0.0.1.
 */
@NullMarked
package io.sipcast.bench.peers;

import org.jspecify.annotations.NullMarked;
