/**
 * What servers ask for who log their publishers in: Adobe's scheme ({@code authmod=adobe}, of Adobe
 * Media Server and Wowza) and that of Limelight and Akamai ({@code authmod=llnw}). Neither has a
 * specification; servers know them from Flash Media Live Encoder. Pure.
 */
@NullMarked
package io.sipcast.rtmp.login;

import org.jspecify.annotations.NullMarked;
