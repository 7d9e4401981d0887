/**
 * RTMP messages, §5.4 and §7.1, and what both ends do with those that control the connection. Pure.
 */
@NullMarked
package io.sipcast.rtmp.message;

import org.jspecify.annotations.NullMarked;
